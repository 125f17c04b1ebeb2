import ExchangeFormats

/// Numbers and times as text, straight into bytes: a formatter for every field would be most of the work.
extension [UInt8] {
    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(number: Int) {
        if number >= 10 { append(number: number / 10) }
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }

    mutating func append(padded number: Int, width: Int) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }

    mutating func append(hexOf bytes: some Sequence<UInt8>) {
        for byte in bytes {
            for digit in [byte >> 4, byte & 15] {
                append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
            }
        }
    }
}

/// Milliseconds since 1970 as `yyyy-MM-dd HH:mm:ss.SSS`, the dates of the log written out beforehand.
struct TimeWriter {
    private let firstDay: Int
    private let dates: [UInt8]

    init(firstDay: CivilDate, days: Int) {
        self.firstDay = Int(firstDay.days)
        var dates: [UInt8] = []
        for offset in 0..<days {
            dates.append(contentsOf: firstDay.advanced(byDays: offset).description.utf8)
            dates.append(UInt8(ascii: " "))
        }
        self.dates = dates
    }

    func append(_ milliseconds: Int, to bytes: inout [UInt8]) {
        let day = milliseconds / 86_400_000
        let rest = milliseconds - day * 86_400_000
        let date = (day - firstDay) * 11
        bytes.append(contentsOf: dates[date..<date + 11])
        bytes.append(padded: rest / 3_600_000, width: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(padded: rest / 60_000 % 60, width: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(padded: rest / 1_000 % 60, width: 2)
        bytes.append(UInt8(ascii: "."))
        bytes.append(padded: rest % 1_000, width: 3)
    }
}
