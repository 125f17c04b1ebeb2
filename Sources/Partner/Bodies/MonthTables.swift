import ExchangeFormats
import Foundation

/// The finished tables of one month, where they stand, and for which period they were made.
package struct MonthTables: Sendable {
    package enum Table: String, CaseIterable, Sendable {
        case groups = "employees_groups"
        case users, employees, interactions
    }

    package var folder: String
    /// `YYYY-MM`.
    package var month: String
    /// `[start, end)`.
    package var period: Range<Instant>
    /// Whether the table of users, whose addresses are clear, is to be sent too.
    package var withUsers: Bool
    /// Those that stood there when they were looked for and are sent, in the order of the calls: one that goes
    /// afterwards is missed.
    package let present: [Table]

    package init(folder: String, month: String, period: Range<Instant>, withUsers: Bool = false) {
        self.folder = folder
        self.month = month
        self.period = period
        self.withUsers = withUsers
        present = Table.allCases.filter {
            ($0 != .users || withUsers)
                && FileManager.default.fileExists(atPath: "\(folder)/\(MonthTables.name($0, month))")
        }
    }

    package func name(_ table: Table) -> String { MonthTables.name(table, month) }

    private static func name(_ table: Table, _ month: String) -> String { "\(month)_\(table.rawValue).csv" }

    func path(_ table: Table) -> String { folder + "/" + name(table) }

    package func isThere(_ table: Table) -> Bool { FileManager.default.fileExists(atPath: path(table)) }

    /// The period's ends as a body has them.
    package var start: String { MonthTables.text(period.lowerBound) }
    package var end: String { MonthTables.text(period.upperBound) }

    private static func text(_ instant: Instant) -> String {
        var bytes: [UInt8] = []
        TimeText.append(instant, digits: 3, to: &bytes)
        return String(decoding: BodyText.time(bytes[...]) ?? [], as: UTF8.self)
    }
}
