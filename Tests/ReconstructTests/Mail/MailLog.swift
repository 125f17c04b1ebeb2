import ExchangeFormats

@testable import Reconstruct

/// Rows of a message's log in few words: times in minutes after a fixed day's midnight.
struct MailLog {
    static let ann = "ann@example.com", bob = "bob@example.com", cay = "cay@example.com", dan = "dan@partner.org",
        team = "team@example.com"

    var events: [MailEvent] = []

    static func at(_ minutes: Int) -> Instant {
        Instant(ticks: 1_706_745_600 * Instant.ticksPerSecond + Int64(minutes) * Instant.ticksPerMinute)
    }

    mutating func row(
        _ minutes: Int, _ eventID: String, _ source: String = "STOREDRIVER", from sender: String? = MailLog.ann,
        to recipients: [String] = [],
        related: [String] = [], sent: Int? = nil, server: String? = nil, connector: String? = nil,
        client: String? = nil,
        directionality: MailEvent.Directionality? = nil, change: (inout MailEvent) -> Void = { _ in }
    ) {
        var event = MailEvent(.tracking, at: MailLog.at(minutes))
        event.eventID = eventID
        event.source = source
        event.sender = sender
        event.recipients = recipients
        event.relatedRecipients = related
        event.origination = sent.map(MailLog.at)
        event.serverHost = server
        event.clientHost = client
        event.connector = connector
        event.directionality = directionality
        change(&event)
        events.append(event)
    }

    mutating func trace(
        _ minutes: Int, _ status: MailStatus, from sender: String? = MailLog.ann, to recipient: String,
        id: String = "t1"
    ) {
        var event = MailEvent(.trace, at: MailLog.at(minutes))
        event.status = status
        event.traceID = id
        event.sender = sender
        event.recipients = [recipient]
        events.append(event)
    }

    mutating func historical(_ minutes: Int, _ status: String, from sender: String? = MailLog.ann) {
        var event = MailEvent(.historical, at: MailLog.at(minutes))
        event.sender = sender
        event.recipientStatus = status
        event.recipients = HistoricalOutcome.all(of: event).map(\.recipient)
        events.append(event)
    }

    /// What people sent, as `sender > recipient, recipient @ minutes`.
    var counted: [String] {
        foldMail(events).messages.filter { $0.emailCount > 0 }.map { message in
            let minutes = (message.when.ticks - MailLog.at(0).ticks) / Instant.ticksPerMinute
            return
                "\(MailLog.short(message.sender)) > \(message.recipients.map(MailLog.short).joined(separator: ", ")) @ \(minutes)"
        }
    }

    /// What machines made or added, as `origin: recipient, recipient + recipient that was added`.
    var made: [String] {
        foldMail(events).messages.filter { $0.origin != nil || !$0.added.isEmpty }.map { message in
            let added = message.added.isEmpty ? "" : " + " + message.added.map(MailLog.short).joined(separator: ", ")
            return
                "\(message.origin.map { "\($0)" } ?? "somebody"): \(message.recipients.map(MailLog.short).joined(separator: ", "))\(added)"
        }
    }

    private static func short(_ address: String) -> String {
        address.hasSuffix("@example.com") ? String(address.dropLast(12)) : address
    }

    var account: MailAccount { foldMail(events).account }

    static func of(_ fill: (inout MailLog) -> Void) -> MailLog {
        var log = MailLog()
        fill(&log)
        return log
    }
}
