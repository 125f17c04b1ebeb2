import EventStore
import ExchangeFormats
import GRDB
import Reconstruct

/// Puts the rows of stored e-mails together to messages, and messages to streams.
struct MessageRows {
    private var stream: StreamID?
    private var number: Int64 = -1
    private var messages: [MailMessage] = []

    /// - Returns: the stream that ended before this row.
    mutating func add(_ row: Row) throws -> (StreamID, [MailMessage])? {
        let place = try row.storedInteger(0)
        var ended: (StreamID, [MailMessage])?
        if stream?.number != place {
            ended = end()
            stream = StreamID(number: place, key: try row.storedText(1))
        }
        let message = try row.storedInteger(2)
        if messages.isEmpty || number != message {
            messages.append(
                MailMessage(
                    sender: try row.storedText(4), when: Instant(ticks: try row.storedInteger(3)), recipients: [],
                    evidence: try row.storedInteger(5) == 0 ? .delivery : .submission,
                    cameFromOutside: try row.storedInteger(6) != 0,
                    origin: MailOrigin(rawValue: Int(truncatingIfNeeded: try row.storedInteger(7)))))
            number = message
        }
        let recipient = try row.storedText(8)
        if try row.storedInteger(9) == 0 {
            messages[messages.count - 1].recipients.append(recipient)
        } else {
            messages[messages.count - 1].added.append(recipient)
        }
        return ended
    }

    mutating func end() -> (StreamID, [MailMessage])? {
        guard let known = stream else { return nil }
        defer {
            stream = nil
            messages = []
        }
        return (known, messages)
    }
}
