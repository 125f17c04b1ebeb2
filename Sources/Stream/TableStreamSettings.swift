import EventStore
import ExchangeFormats
import Foundation
import Night
import Privacy
import Reconstruct
import Tables

/// What options say of a stream of tables, before any of it is opened.
package struct TableStreamSettings {
    package var export: ExportSettings
    /// `YYYY-MM` each; those of the window where there are none.
    package var months: [String] = []
    /// The pairs of DN and address that the rows of all keys teach, as lines.
    package var learned: String?
    package var namesKeys = false

    package init(export: ExportSettings, months: [String] = [], learned: String? = nil, namesKeys: Bool = false) {
        self.export = export
        self.months = months
        self.learned = learned
        self.namesKeys = namesKeys
    }

    private static let streamed: [ExportRun.Table] = [.meetings, .participants, .emails, .interactions, .calendarLog]

    /// - Parameter tell: gets what a person should know of the key and the directory.
    package func prepared(_ tell: (Remark) -> Void) throws -> TableStream.Settings {
        if let other = export.tables.first(where: { !TableStreamSettings.streamed.contains($0) }) {
            throw Failure(
                .usage, "The table \(other.rawValue) is not made key by key.",
                next: "'calfold export \(other.rawValue)' writes it on one machine.")
        }
        if export.partner.profile == .sftp, export.tables.contains(.meetings) {
            throw Failure(
                .usage,
                "The partner's meetings file is the table calendar_log; the table meetings would stand under its name.",
                next: "Write meetings without --profile sftp.")
        }
        let windows = try MonthWindows(months, export.window)
        let mask = try export.privacy.mask(tell), asOf = try export.view.asOfInstant()
        mask.learn(try learnedNames(asOf: asOf))
        let options = TableOptions(
            folder: "", month: nil, delimiter: try export.partner.delimiterByte(), window: windows.hull,
            includesCancelled: export.includesCancelled, profile: export.partner.profile)
        return TableStream.Settings(
            tables: export.tables.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }, options: options,
            mask: mask, view: OccurrenceView(export.view.view, asOf: asOf), mailLeftOut: try export.mail.origins(),
            namesKeys: namesKeys, months: windows)
    }

    /// - Parameter asOf: rows that were logged later teach nothing.
    private func learnedNames(asOf: Instant?) throws -> LearnedNames {
        guard let learned else { return LearnedNames() }
        guard let data = FileManager.default.contents(atPath: learned) else {
            throw Failure(
                .inputMissing, "The file of learnt names cannot be read.", at: learned,
                next: "Gather the lines of kind person that 'calfold stream entries' wrote.")
        }
        var taught = TaughtNames()
        for (index, line) in [UInt8](data).split(separator: 0x0A).enumerated() where line.first != UInt8(ascii: "#") {
            guard let pair = TaughtPair(line) else {
                throw Failure(
                    .inputNotUnderstood, "This line is of no legacy DN and its address.",
                    at: "line \(index + 1) of \(learned)",
                    next: "Gather the lines of kind person that 'calfold stream entries' wrote.")
            }
            if asOf.map({ pair.loggedAt <= $0 }) ?? true {
                taught.note(dn: pair.dn, address: pair.address, at: pair.loggedAt.ticks)
            }
        }
        return taught.learned
    }
}
