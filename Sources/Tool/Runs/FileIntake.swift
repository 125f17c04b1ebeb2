import EventStore
import Foundation
import Handover
import Intake

/// Takes one file in: a thread of its own reads, parses and hashes while this one writes.
struct FileIntake {
    var path: String
    var options: CalendarReaderOptions

    /// - Parameter told: gets what has been taken so far, and the share of the file that has been read.
    /// - Returns: what is worth telling of the file beside its rows.
    func run(into appender: Appender, _ told: (AppendOutcome, Double?) -> Void) throws -> [String] {
        let channel = Channel<IntakeChunk>(capacity: 1)
        let (path, options) = (path, options)
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.doubleValue
        channel.fill {
            var reader = try ExportReader(path: path, options: options)
            while let chunk = try reader.next() {
                guard channel.send(chunk) else { return }
            }
        }
        defer { channel.cancel() }
        var held = try channel.receive()
        var source = Appender.Source(name: path, kind: held?.batch.kind == .mail ? "mail" : "calendar", context: "")
        var total = AppendOutcome()
        var notes: [String] = []
        while let chunk = held {
            let next = try channel.receive()
            source.context = chunk.context.text
            let rejected = chunk.quarantined.map { RejectedRow(line: $0.line, code: $0.reason.code.rawValue, reason: $0.reason.sentence, raw: $0.raw) }
            total += try appender.append(chunk.batch, rejected: rejected, from: &source, now: Clock.milliseconds, endsSource: next == nil)
            told(total, size.map { $0 > 0 ? min(1, Double(chunk.bytesRead) / $0) : 1 })
            notes += chunk.notes
            held = next
        }
        return notes
    }
}

/// The tool's one look at the clock.
enum Clock {
    /// Milliseconds since 1970 UTC.
    static var milliseconds: Int64 { Int64((Date().timeIntervalSince1970 * 1000).rounded()) }
}
