import ExchangeFormats

/// A number for each of many dates, or for what has no date: four bytes a date, in pages of a few years.
struct DateTable {
    private var pages: [Int32: [Int32]] = [:]
    private var undated: Int32 = DateTable.none

    private static let none = Int32.min
    private static let pageDays: Int32 = 1 << 10

    subscript(date: CivilDate?) -> Int32? {
        get {
            let found: Int32
            if let date {
                guard let page = pages[date.days >> 10] else { return nil }
                found = page[Int(date.days & (DateTable.pageDays - 1))]
            } else {
                found = undated
            }
            return found == DateTable.none ? nil : found
        }
        set {
            let value = newValue ?? DateTable.none
            guard let date else {
                undated = value
                return
            }
            pages[date.days >> 10, default: Array(repeating: DateTable.none, count: Int(DateTable.pageDays))][
                Int(date.days & (DateTable.pageDays - 1))] = value
        }
    }
}
