import ArgumentParser
import EventStore
import Projection

struct Fold: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the meetings up to date with the log.",
        discussion: """
            Only streams with new entries are folded again.

            Examples:
              calfold fold
              calfold fold --anew        every meeting again, from the first entry
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var report: ReportOptions

    @Flag(help: "Fold every stream, not only those with new entries.")
    var anew = false

    func run() throws {
        let log = try EventLog(path: store.store, access: .readWrite)
        let outcome = try Fold.bringUpToDate(log, anew: anew)
        if report.format == .json {
            try Console.print(json: FoldReport(
                streams: outcome.streams, entries: outcome.events, meetings: outcome.meetings, unknownActions: outcome.unknownActions))
        } else {
            Console.print("\(outcome.streams) streams with \(outcome.events) entries folded into \(outcome.meetings) meetings")
        }
        Fold.warn(outcome)
    }

    static func bringUpToDate(_ log: EventLog, anew: Bool = false) throws -> Projection.Outcome {
        var progress = Progress()
        let outcome = try Projection(log).fold(anew: anew) { streams in progress.tell("\(streams) streams folded") }
        progress.end()
        return outcome
    }

    static func warn(_ outcome: Projection.Outcome) {
        for (name, count) in outcome.unknownActions.sorted(by: { $0.key < $1.key }) {
            Console.note("The trigger action \(name.prefix(40)) is not known; \(count) entries with it count as saved.")
        }
    }
}

private struct FoldReport: Encodable {
    var streams: Int
    var entries: Int
    var meetings: Int
    var unknownActions: [String: Int]
}
