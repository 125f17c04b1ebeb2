import EventStore
import Foundation
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
        let thread = Thread {
            do {
                var reader = try ExportReader(path: path, options: options)
                while let chunk = try reader.next() {
                    guard channel.send(chunk) else { return }
                }
                channel.finish(nil)
            } catch {
                channel.finish(error)
            }
        }
        thread.stackSize = 1 << 22
        thread.start()
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

/// Hands values from one thread to another, a few ahead at most.
final class Channel<Value: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private let capacity: Int
    private var values: [Value] = []
    private var isFinished = false
    private var isCancelled = false
    private var error: (any Error)?

    init(capacity: Int) { self.capacity = capacity }

    /// Waits for room; false when nobody receives any more.
    func send(_ value: Value) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while values.count >= capacity && !isCancelled { condition.wait() }
        guard !isCancelled else { return false }
        values.append(value)
        condition.broadcast()
        return true
    }

    func finish(_ error: (any Error)?) {
        condition.lock()
        defer { condition.unlock() }
        isFinished = true
        self.error = error
        condition.broadcast()
    }

    func cancel() {
        condition.lock()
        defer { condition.unlock() }
        isCancelled = true
        condition.broadcast()
    }

    /// Waits for a value; nil after the last, or throws what ended the sender.
    func receive() throws -> Value? {
        condition.lock()
        defer { condition.unlock() }
        while values.isEmpty && !isFinished { condition.wait() }
        if !values.isEmpty {
            condition.broadcast()
            return values.removeFirst()
        }
        if let error { throw error }
        return nil
    }
}
