import EventStore
import Foundation

/// Takes a file that exists only as a seed into a store, so that a test can kill it in the middle.
///
/// Arguments: the store's path, the seed, how many batches. Each line of its output is a promise: how many batches were
/// reported as taken in when it was written.
@main
struct EventStoreCrashChild {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let seed = UInt64(arguments[2]), let count = Int(arguments[3]) else {
            print("usage: EventStoreCrashChild STORE SEED BATCHES")
            return
        }
        let rows = RandomRows(seed: seed, batchCount: count)
        let appender = Appender(try EventLog(path: arguments[1], access: .readWrite))
        var source = Appender.Source(name: "\(seed).csv", kind: "test", context: "")
        for number in 0..<count {
            let (batch, rejected) = rows.batch(number)
            _ = try appender.append(batch, rejected: rejected, from: &source, now: 1_700_000_000_000, endsSource: number == count - 1)
            // Straight to the pipe: a line that waits in a buffer would die with the process.
            FileHandle.standardOutput.write(Data("\(number + 1)\n".utf8))
        }
    }
}
