import EventStore
import ExchangeFormats

/// What the columns of a message log mean, and in which order their values are hashed.
struct MailPlan: Sendable {
    struct Column: Sendable {
        /// Position in the record, from 0.
        var index: Int
        /// As the header spells it, for messages.
        var title: String
        var canonicalName: String
        var role: MailColumnRole
    }

    /// Why columns are none that rows can be read by.
    enum Refusal: Error, Equatable {
        case duplicate(title: String)
        /// In words: what is missing and why it is needed.
        case missing(String)
    }

    let form: MessageLogForm
    /// Columns in the record.
    let count: Int
    /// Sorted by canonical name, as bytes.
    let columns: [Column]
    /// Whether the times are those of a computer's clock, as Get-MessageTrackingLog shows them. All others are UTC.
    let hasLocalTimes: Bool
    /// Whether recipients may be separated by anything that PowerShell puts between the parts of a list, and not by `;`
    /// alone.
    let hasLooseLists: Bool

    init(titles: [String]) throws(Refusal) {
        let names = titles.enumerated().map { index, title in
            let name = MailColumnNames.normalized(title)
            return name.isEmpty ? "column\(index + 1)" : name
        }
        var places: [String: Int] = [:]
        var duplicate: String?
        for (index, name) in names.enumerated() {
            if places[name] == nil { places[name] = index } else { duplicate = titles[index] }
        }
        if let duplicate { throw .duplicate(title: duplicate) }
        var roles = names.map {
            MailColumnNames.isQueryEcho($0)
                ? MailColumnRole.queryEcho : MailColumnNames.isQueryWindow($0) ? .queryWindow : .other
        }
        var named: [MailColumn: String] = [:]
        for case (.field(let column), let aliases) in MailColumnNames.aliases {
            guard let place = aliases.lazy.compactMap({ places[$0] }).first else { continue }
            roles[place] = .field(column)
            named[column] = names[place]
        }
        form = try MailPlan.form(of: named)
        if form == .historical, let place = roles.firstIndex(of: .field(.recipientStatus)) {
            roles[place] = .recipientOutcomes
        }
        count = titles.count
        hasLocalTimes = named[.logTime] == "timestamp"
        hasLooseLists = named[.recipients] == "recipients"
        columns = names.indices.map { index in
            let canonicalName = if case .field(let column) = roles[index] { column.name } else { names[index] }
            return Column(index: index, title: titles[index], canonicalName: canonicalName, role: roles[index])
        }.sorted { $0.canonicalName.utf8.lexicographicallyPrecedes($1.canonicalName.utf8) }
    }

    private static func form(of named: [MailColumn: String]) throws(Refusal) -> MessageLogForm {
        func has(_ column: MailColumn) -> Bool { named[column] != nil }
        guard has(.messageID) || has(.networkMessageID) || has(.messageTraceID) else {
            throw .missing(
                "no message id, without which rows cannot be put together to messages. Export MessageId too.")
        }
        guard has(.logTime) else { throw .missing("no time (date-time, Timestamp, Received). Export it too.") }
        if has(.eventID) {
            guard has(.recipients) else {
                throw .missing(
                    "no recipients. Export Recipients too, joined: @{n='Recipients';e={$_.Recipients -join ';'}}.")
            }
            return .tracking
        }
        if has(.recipients) {
            guard has(.status) else {
                throw .missing(
                    "neither EventId (of a tracking log) nor Status (of a message trace), without which a row does not say what became of the message. Export it too."
                )
            }
            return .trace
        }
        guard has(.recipientStatus) else { throw .missing("no recipients. Export RecipientAddress or Recipients too.") }
        return .historical
    }
}
