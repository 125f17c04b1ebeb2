import Encodings
import EventStore
import ExchangeFormats
import Primitives
import Projection

/// What a store holds, as `calfold status` tells it.
package struct StatusReport: Encodable {
    package struct File: Encodable {
        package var file: String
        package var rowsRead: Int
        package var taken: Int
        package var duplicate: Int
        package var quarantined: Int
    }
    /// What was pushed of a month to a service.
    package struct Push: Encodable {
        package var month: String
        package var service: String
        package var pushed: String
        package var groups: Int
        package var users: Int
        package var entities: Int
        package var interactions: Int
        /// What has changed since, as it was last seen.
        package var changed: String?
        package var isAcknowledged: Bool
        /// Whether rows came since that nobody has looked at yet.
        package var isTouched: Bool

        init(_ note: PushNote) {
            month = note.month
            service = note.service
            pushed = note.pushed
            groups = note.summary.count(.groups)
            users = note.summary.count(.users)
            entities = note.summary.count(.entities)
            interactions = note.summary.count(.interactions)
            changed = note.change
            isAcknowledged = note.change != nil && !note.isChangeOpen
            isTouched = note.isTouched == true
        }

        package var text: String {
            guard groups + users + entities + interactions > 0 else {
                return "\(month): nothing to push, seen \(pushed)"
            }
            let change =
                changed.map { "; changed since\(isAcknowledged ? ", which is known" : ""): \($0)" }
                ?? (isTouched ? "; rows came since, which the next push looks at" : "")
            return
                "\(month) to \(service) at \(pushed): \(interactions, "interaction"), \(entities, "person", "people")\(change)"
        }
    }

    package var entries: Int
    package var streams: Int
    package var messageRows: Int
    package var messages: Int
    package var files: Int
    /// The first of them, and how many there are.
    package var unfinishedFiles: [String]
    package var unfinishedFileCount: Int
    package var quarantined: Int
    package var batches: Int64
    package var head: String?
    package var lastTakenIn: String?
    package var folded: Bool
    package var recent: [File]
    /// What nights and pushes note of pushed months, in order.
    package var pushes: [Push]

    private static let mostListed = 100

    /// So many of the files that came last are listed where nobody asks for more.
    package static let fewFiles = 10

    /// - Parameters:
    ///   - listed: how many of the files that came last are listed.
    ///   - time: how an instant is written.
    package init(of log: EventLog, listing listed: Int = fewFiles, time: (Instant) -> String) throws {
        let counts = try log.counts(of: .calendar), mail = try log.counts(of: .mail), newest = try log.head(),
            sources = try log.sources()
        let unfinished = sources.filter { !$0.isComplete }
        entries = counts.events
        streams = counts.streams
        messageRows = mail.events
        messages = mail.streams
        files = sources.count
        unfinishedFiles = unfinished.prefix(StatusReport.mostListed).map(\.name)
        unfinishedFileCount = unfinished.count
        quarantined = try log.quarantineCount()
        batches = newest?.number ?? 0
        head = newest.map { Hex.lowercase($0.hash) }
        lastTakenIn = newest.map { time(Instant(ticks: $0.takenInAt * Instant.ticksPerMillisecond)) }
        folded = try Projection(log).isCurrent()
        pushes = try StorePushNotes(log).all().map(Push.init)
        recent = sources.suffix(listed).map {
            File(
                file: $0.name, rowsRead: $0.rowsRead, taken: $0.taken, duplicate: $0.duplicate,
                quarantined: $0.quarantined)
        }
    }
}
