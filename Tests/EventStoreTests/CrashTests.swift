import EventStore
import Foundation
import Testing

/// A process that takes rows in is killed with SIGKILL, again and again, until the file is in.
@Suite struct CrashTests {
    private static let batches = 120

    @Test func aKilledIngestThatIsRepeatedHoldsEachRowOnce() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("crash seed \(seed)")
        var numbers = SeededNumbers(seed: seed)
        let undisturbed = try StoreFixture()
        try CrashTests.run(undisturbed, seed)

        var killed = 0
        while killed < 25 {
            // A store of its own for every few kills, so that many of them meet one that is still being made.
            let store = try StoreFixture()
            var promised = 0
            for _ in 0..<5 {
                // By what the child has done, not by the clock: on a crowded machine every moment would be too late, or
                // too early.
                let moment = (
                    batch: Int.random(in: 0..<CrashTests.batches - 3, using: &numbers),
                    microseconds: UInt32.random(in: 0...20_000, using: &numbers)
                )
                let promise = try CrashTests.run(store, seed, killAfter: moment)
                killed += 1
                #expect(promise < CrashTests.batches, "the child did more than it was let")
                promised = max(promised, promise)
                // What had been reported is there, before anything is repeated.
                if promised > 0 {
                    let last = try store.open(.readOnly).position(atBatch: Int64(promise))
                    #expect(last != nil || promise == 0, "batch \(promise) was reported and is gone")
                }
            }
            try CrashTests.run(store, seed)
            let log = try store.open(.readOnly)
            #expect(log.verify().isSound)
            #expect(try CrashTests.contents(store) == CrashTests.contents(undisturbed))
            for source in try log.sources() {
                #expect(source.taken + source.duplicate + source.quarantined == source.rowsRead)
            }
            #expect(try log.sources().last?.isComplete == true)
        }
    }

    /// What the log says, without how it came to be: events with their values, and the quarantine.
    private static func contents(_ store: StoreFixture) throws -> [String] {
        let result = try store.sqlite3(
            """
            SELECT * FROM (SELECT s.key, hex(e.identity_rest), e.identity_head, v.logtime, v.starttime, v.normalizedsubject, v.mailbox, v.more, v.line
              FROM calendar_entries AS v JOIN calendar_entry AS e USING(position) JOIN stream AS s ON s.id = e.stream) ORDER BY 1, 2;
            SELECT line, code, reason, hex(raw), hex(identity) FROM quarantine ORDER BY identity
            """)
        return result.status == 0 ? result.output.split(separator: "\n").map(String.init) : [result.output]
    }

    /// - Returns: how many batches the child had reported when it ended.
    @discardableResult
    private static func run(
        _ store: StoreFixture, _ seed: UInt64, killAfter moment: (batch: Int, microseconds: UInt32)? = nil
    ) throws -> Int {
        // It may go two batches further than the one that is waited for, so it is never done before the kill.
        let writer = try WriterProcess(store.path, seed: seed, batches: batches, atMost: moment.map { $0.batch + 2 })
        if let moment {
            writer.wait(forBatch: moment.batch)
            usleep(moment.microseconds)
            writer.kill()
        }
        let end = writer.wait()
        if moment == nil, end.status != 0 { throw CocoaError(.executableRuntimeMismatch, userInfo: ["says": end.says]) }
        return end.reported
    }
}
