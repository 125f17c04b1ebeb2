import EventStore
import Foundation
import Synchronization
import Testing

/// One writer at a time, as many readers as like.
@Suite struct ConcurrencyTests {
    @Test func fourReadersBesideAWriterSeeWholeBatchesOnly() throws {
        let store = try StoreFixture()
        #expect(try WriterProcess(store.path, seed: 1, batches: 3).wait().status == 0)
        let writer = try WriterProcess(store.path, seed: 2, batches: 100_000)
        let seen = Mutex<(faults: [String], positions: [Set<Int64>])>(([], []))
        let path = store.path, number = writer.number
        // Not for so long but until each reader has met a growing log: a crowded machine takes its time.
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            var reads = 0, positions: Set<Int64> = [], faults: [String] = []
            while (reads < 5 || positions.count < 3) && faults.isEmpty && kill(number, 0) == 0 {
                do {
                    let found = try ConcurrencyTests.read(path)
                    reads += 1
                    positions.insert(found.position)
                    faults += found.faults
                } catch StoreError.busy {
                    continue
                } catch {
                    faults.append("\(error)")
                }
            }
            seen.withLock {
                $0.faults += faults
                $0.positions.append(positions)
            }
        }
        #expect(writer.isRunning, "the writer came to its end before the readers did")
        writer.kill()
        _ = writer.wait()
        let (faults, positions) = seen.withLock { $0 }
        #expect(faults.isEmpty)
        #expect(positions.allSatisfy { $0.count >= 3 }, "the readers met \(positions.map(\.count)) states of the log")
        #expect(try store.open(.readOnly).verify().isSound)
    }

    /// Looks at a log twice: from one snapshot, and by walking over it.
    private static func read(_ path: String) throws -> (position: Int64, faults: [String]) {
        let log = try EventLog(path: path, access: .readOnly)
        var faults = log.verify().faults.map(\.what)
        let position = try log.head()?.lastPosition ?? 0
        var walked: Int64 = 0
        try log.forEachEvent(upTo: position) { _, _ in walked += 1 }
        if walked != position { faults.append("\(walked) events up to position \(position)") }
        return (position, faults)
    }

    @Test func twoWritersTakeTurnsOrAreToldToWait() throws {
        let store = try StoreFixture()
        // Both begin where there is no store yet.
        let writers = try (1...2).map { try WriterProcess(store.path, seed: UInt64($0), batches: 30) }
        for (seed, end) in zip(UInt64(1)..., writers.map { $0.wait() }) where end.status != 0 {
            #expect(end.says.contains("is being written by another process"), "\(end.says)")
            #expect(try WriterProcess(store.path, seed: seed, batches: 30).wait().status == 0)
        }
        let log = try store.open(.readOnly)
        let result = log.verify()
        #expect(result.isSound, "\(result.faults)")
        // A tenth of the rows of each batch but the first are copies.
        #expect(try log.counts().events == 2 * (30 * 60 - 29 * 6))
    }
}
