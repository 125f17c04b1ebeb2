import EventStore
import Foundation

/// Takes a file that exists only as a seed into a store, so that a test can kill it in the middle.
///
/// Arguments: the store's path, the seed, how many batches, and perhaps after how many it stops and waits to be killed.
/// Each line of its output is a promise: how many batches were reported as taken in when it was written.
@main
struct EventStoreCrashChild {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count >= 4, let seed = UInt64(arguments[2]), let count = Int(arguments[3]) else {
            print("usage: EventStoreCrashChild STORE SEED BATCHES [MOST]")
            exit(64)
        }
        do {
            try takeIn(
                RandomRows(seed: seed, batchCount: count), into: arguments[1],
                stoppingAfter: arguments.count > 4 ? Int(arguments[4]) : nil)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    private static func takeIn(_ rows: RandomRows, into path: String, stoppingAfter most: Int?) throws {
        let appender = Appender(try EventLog(path: path, access: .readWrite))
        var sources = [Appender.Source(name: "\(rows.seed).csv", kind: "test", context: "")]
        var portions: [Appender.Portion] = []
        for number in 0..<rows.batchCount {
            if number == most {
                // Longer than any test waits; it ends in the end should the test be gone.
                sleep(600)
                exit(1)
            }
            let (batch, rejected) = rows.batch(number)
            let isLast = number == rows.batchCount - 1
            portions.append(.init(batch, rejected: rejected, context: "", source: 0, endsSource: isLast))
            // One batch, or some of them, in a transaction.
            guard number % 4 == 0 || number % 7 == 0 || number + 1 == most || isLast else { continue }
            _ = try appender.append(portions, from: &sources, now: 1_700_000_000_000)
            // Straight to the pipe: a line that waits in a buffer would die with the process.
            for index in portions.indices {
                FileHandle.standardOutput.write(Data("\(number + 2 - portions.count + index)\n".utf8))
            }
            portions = []
        }
    }
}
