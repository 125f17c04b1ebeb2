import EventStore
import ExchangeFormats
import Foundation
import Reconstruct

/// One record of a message trace: what became of a message for one recipient, as the newest row says.
struct ECSRecord: Hashable {
    var traceID: String?
    var messageID: String?
    var received: Instant
    /// Fractional digits of a second that the source gave.
    var digits: Int
    var status: String?
    var sender: String?
    var recipient: String
    var subject: String?
    /// In bytes.
    var size: Int64?
    var fromIP: String?
    var toIP: String?
    /// Columns of no field of their own, by name in lower case.
    var more: [String: String] = [:]
    /// The record as the export had it; nil for rows that were taken in before the log kept it.
    var asItCame: String?
    /// What the message is known by in the log.
    private var key: String

    /// - Returns: nil for rows of other logs than a trace, and for rows without a time or recipient.
    init?(_ row: EventRow, key: String) {
        func text(_ column: MailColumn) -> String? { row.text(column.rawValue) }
        guard text(.form) == MessageLogForm.trace.rawValue, let ticks = row.ticks(MailColumn.logTime.rawValue),
            let recipient = text(.recipients)
        else { return nil }
        self.recipient = recipient
        received = Instant(ticks: ticks)
        digits = row.digits(MailColumn.logTime.rawValue)
        traceID = text(.messageTraceID)
        // A key of another kind stands where the export had no message id.
        messageID =
            text(.messageID)
            ?? (["trace:", "network:", "event:", "server:"].contains { key.hasPrefix($0) } ? nil : key)
        status = text(.status)
        sender = text(.sender)
        subject = text(.subject)
        size = row.integer(MailColumn.size.rawValue)
        fromIP = text(.clientAddress)
        toIP = text(.serverAddress)
        if let json = text(.more) {
            more = (try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))) ?? [:]
        }
        asItCame = more.removeValue(forKey: MailColumn.originalRecord)
        self.key = key
    }

    /// What tells records apart: rows with the same are states of one.
    struct Identity: Hashable {
        /// The trace id; of a record without one what the message is known by.
        var trace: String
        var recipient: String
    }

    var identity: Identity { Identity(trace: traceID?.lowercased() ?? key, recipient: recipient.lowercased()) }

    var state: MailStatus { MailStatus(status ?? "") }

    /// Whether this row has the newer word. Of rows with the same status the one whose sender the fold of e-mails takes
    /// counts, then the one that says more, whichever came first.
    func supersedes(_ other: ECSRecord) -> Bool {
        if state != other.state { return state.supersedes(other.state) }
        let senders = (foldedSender, other.foldedSender)
        if senders.0 != senders.1 { return senders.0 > senders.1 }
        if fieldCount != other.fieldCount { return fieldCount > other.fieldCount }
        let lines = (original.line, other.original.line)
        return lines.0 != lines.1 ? lines.0 > lines.1 : (asItCame ?? "") > (other.asItCame ?? "")
    }

    private var foldedSender: String { sender.flatMap { Address($0)?.canonical } ?? "" }

    private var fieldCount: Int { original.memberCount }

    /// The record under the names that Get-MessageTrace gives its properties.
    var original: JSONValue {
        var members: [(String, JSONValue?)] = [
            ("Organization", more["organization"].map(JSONValue.string)),
            ("MessageId", messageID.map(JSONValue.string)),
            ("Received", .string(TimeText.iso(received, digits: digits))),
            ("SenderAddress", sender.map(JSONValue.string)),
            ("RecipientAddress", .string(recipient)), ("Subject", subject.map(JSONValue.string)),
            ("Status", status.map(JSONValue.string)),
            ("ToIP", toIP.map(JSONValue.string)), ("FromIP", fromIP.map(JSONValue.string)),
            ("Size", size.flatMap { Int(exactly: $0) }.map(JSONValue.number)),
            ("MessageTraceId", traceID.map(JSONValue.string)), ("StartDate", more["startdate"].map(JSONValue.string)),
            ("EndDate", more["enddate"].map(JSONValue.string)),
            ("Index", more["index"].flatMap { Int($0) }.map(JSONValue.number)),
        ]
        for name in more.keys.sorted() where !ECSRecord.named.contains(name) {
            members.append((name, more[name].map(JSONValue.string)))
        }
        return .filled(members)
    }

    private static let named: Set<String> = ["organization", "startdate", "enddate", "index"]
}

extension JSONValue {
    /// An object of the members that hold something: empty texts, lists and objects are left out.
    static func filled(_ members: [(String, JSONValue?)]) -> JSONValue {
        .object(
            members.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : Member(name: name, value: $0) } })
    }

    private var isEmpty: Bool {
        switch self {
        case .null: true
        case .number: false
        case .string(let text): text.isEmpty
        case .array(let values): values.isEmpty
        case .object(let members): members.isEmpty
        }
    }

    fileprivate var memberCount: Int {
        if case .object(let members) = self { members.count } else { 0 }
    }
}
