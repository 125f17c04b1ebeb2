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
        let end = ContinuousClock.now + .seconds(3)
        let seen = Mutex<(faults: [String], reads: Int, positions: Set<Int64>)>(([], 0, []))
        let path = store.path
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            while ContinuousClock.now < end {
                do {
                    let found = try ConcurrencyTests.read(path)
                    seen.withLock {
                        $0.reads += 1
                        $0.positions.insert(found.position)
                        $0.faults += found.faults
                    }
                } catch StoreError.busy {
                    continue
                } catch {
                    seen.withLock { $0.faults.append("\(error)") }
                }
            }
        }
        #expect(writer.isRunning, "the writer came to its end before the readers did")
        writer.kill()
        _ = writer.wait()
        let (faults, reads, positions) = seen.withLock { $0 }
        #expect(faults.isEmpty)
        #expect(reads >= 8 && positions.count >= 2, "\(reads) reads met \(positions.count) states of the log")
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
        for (seed, writer) in zip(UInt64(1)..., writers) {
            let end = writer.wait()
            if end.status == 0 { continue }
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
