import EventStore
import ExchangeFormats
import Primitives
import Reconstruct

/// Makes the fold's mail events from the log's rows. Texts that repeat are understood once, by the number that the log
/// has for them.
public struct MailEventDecoder {
    private var addresses = NumberedCache<String?>()
    private var lists = NumberedCache<[String]>(logarithm: 13)
    private var capitals = NumberedCache<String>(logarithm: 8)
    private var hosts = NumberedCache<String>(logarithm: 12)

    /// A decoder that has met no text yet.
    public init() {}

    /// The mail event of a row of kind `.mail`.
    ///
    /// - Returns: nil for a row without a time, of which nobody can say to which message of its id it belongs.
    public mutating func event(_ row: EventRow) -> MailEvent? { event(of: row) }

    /// The mail event of a line of kind `.mail`, as of a row.
    package mutating func event(_ line: EventLine) -> MailEvent? { event(of: line) }

    private mutating func event(of row: some EventFields) -> MailEvent? {
        func text(_ column: MailColumn) -> String? { row.text(column.rawValue) }
        func known<Value>(
            _ column: MailColumn, _ cache: inout NumberedCache<Value>, _ make: (String) -> Value
        ) -> Value? {
            row.number(column.rawValue).map { cache.value($0) { make(text(column) ?? "") } }
        }
        guard let ticks = row.ticks(MailColumn.logTime.rawValue) else { return nil }
        var event = MailEvent(text(.form).flatMap(MessageLogForm.init) ?? .tracking, at: Instant(ticks: ticks))
        event.source = known(.source, &capitals) { $0.uppercased() } ?? ""
        event.eventID = known(.eventID, &capitals) { $0.uppercased() } ?? ""
        event.status = text(.status).map { MailStatus($0) }
        event.traceID = text(.messageTraceID)?.lowercased()
        event.sender = known(.sender, &addresses) { Address($0)?.canonical } ?? nil
        event.hasNullReturnPath = text(.returnPath) == "<>"
        event.recipients = known(.recipients, &lists, MailEventDecoder.list) ?? []
        event.relatedRecipients = known(.relatedRecipients, &lists, MailEventDecoder.list) ?? []
        switch text(.directionality)?.lowercased() {
        case "incoming": event.directionality = .incoming
        case "originating": event.directionality = .originating
        default: break
        }
        if event.form == .historical { event.recipientStatus = text(.recipientStatus) }
        guard event.form != .trace else { return event }
        event.connector = text(.connectorID)
        event.clientHost = known(.clientHostName, &hosts) { $0.lowercased() }
        event.serverHost = known(.serverHostName, &hosts) { $0.lowercased() }
        switch event.eventID {
        case "DELIVER", "SEND", "SENDEXTERNAL":
            event.origination = text(.messageInfo).flatMap { LeadingInstant.read($0) }
        case "SUBMIT", "RECEIVE":
            guard let context = text(.sourceContext)?.lowercased() else { break }
            event.messageClass = context.messageClass
            event.isJournaling = context.holds("journal")
        default: break
        }
        return event
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ";").compactMap { Address(String($0))?.canonical }
    }
}

extension String {
    /// What follows `messageclass:` up to the next comma of a submission's source context.
    fileprivate var messageClass: String? {
        guard let start = end(of: "messageclass:") else { return nil }
        let value = self[start...].prefix { $0 != "," && $0 != ";" && $0 != " " }
        return value.isEmpty ? nil : String(value)
    }
}
