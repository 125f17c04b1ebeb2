import EventStore
import ExchangeFormats
import Reconstruct

/// Makes the fold's mail events from the log's rows. Texts that repeat are read and understood once.
struct MailEventDecoder {
    private var addresses: [String: String?] = [:]
    private var lists: [String: [String]] = [:]
    private let memoLimit = 100_000

    /// - Returns: nil for a row without a time, of which nobody can say to which message of its id it belongs.
    mutating func event(_ row: EventRow) -> MailEvent? {
        func text(_ column: MailColumn) -> String? { row.text(column.rawValue) }
        guard let ticks = row.ticks(MailColumn.logTime.rawValue) else { return nil }
        var event = MailEvent(text(.form).flatMap(MailEvent.Form.init) ?? .tracking, at: Instant(ticks: ticks))
        event.source = text(.source)?.uppercased() ?? ""
        event.eventID = text(.eventID)?.uppercased() ?? ""
        event.status = text(.status).map { MailStatus($0) }
        event.traceID = text(.messageTraceID)
        event.sender = text(.sender).flatMap { address($0) }
        event.hasNullReturnPath = text(.returnPath) == "<>"
        event.recipients = text(.recipients).map { list($0) } ?? []
        event.relatedRecipients = text(.relatedRecipients).map { list($0) } ?? []
        switch text(.directionality)?.lowercased() {
        case "incoming": event.directionality = .incoming
        case "originating": event.directionality = .originating
        default: break
        }
        if event.form == .historical { event.recipientStatus = text(.recipientStatus) }
        guard event.form != .trace else { return event }
        event.connector = text(.connectorID)
        event.clientHost = text(.clientHostName)?.lowercased()
        event.serverHost = text(.serverHostName)?.lowercased()
        switch event.eventID {
        case "DELIVER", "SEND", "SENDEXTERNAL": event.origination = text(.messageInfo).flatMap { LeadingInstant.read($0) }
        case "SUBMIT", "RECEIVE":
            guard let context = text(.sourceContext)?.lowercased() else { break }
            event.messageClass = context.messageClass
            event.isJournaling = context.contains("journal")
        default: break
        }
        return event
    }

    private mutating func address(_ text: String) -> String? {
        if let known = addresses[text] { return known }
        if addresses.count >= memoLimit { addresses.removeAll(keepingCapacity: true) }
        let found = Address(text)?.canonical
        addresses[text] = found
        return found
    }

    /// The addresses of a joined value; a list may hold itself twice.
    private mutating func list(_ text: String) -> [String] {
        if let known = lists[text] { return known }
        if lists.count >= memoLimit { lists.removeAll(keepingCapacity: true) }
        let found = text.split(separator: ";").compactMap { address(String($0)) }
        lists[text] = found
        return found
    }
}

extension String {
    /// What follows `messageclass:` up to the next comma of a submission's source context.
    fileprivate var messageClass: String? {
        let mark = "messageclass:"
        guard let start = firstRange(of: mark)?.upperBound else { return nil }
        let value = self[start...].prefix { $0 != "," && $0 != ";" && $0 != " " }
        return value.isEmpty ? nil : String(value)
    }
}
