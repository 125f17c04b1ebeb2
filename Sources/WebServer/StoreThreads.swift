import Foundation
import Primitives
import Web

/// The threads that read the store: a few, each with a connection of its own, so that reading never holds up the
/// sockets and no number of browsers opens the store more often.
final class StoreThreads: Sendable {
    static let count = 4
    /// Requests that wait for a thread; more are sent away.
    static let mostWaiting = 64

    private let queue = Queue()

    /// - Parameter open: opens the store for one thread.
    init(open: @escaping @Sendable () throws -> StoreView) throws {
        for _ in 0..<StoreThreads.count {
            let thread = Thread { [queue] in
                var known: StoreView?
                while let job = queue.take() {
                    job {
                        if let known { return known }
                        let view = try open()
                        known = view
                        return view
                    }
                }
            }
            thread.stackSize = 8 << 20
            thread.name = "calfold-store"
            thread.start()
        }
    }

    deinit { queue.end() }

    typealias Job = (() throws -> StoreView) -> Void

    /// Runs work on one of the threads; nil when too much waits already.
    func run(_ work: @escaping @Sendable (() throws -> StoreView) -> WebResponse) async -> WebResponse? {
        await withCheckedContinuation { continuation in
            let isTaken = queue.put { store in continuation.resume(returning: work(store)) }
            if !isTaken { continuation.resume(returning: nil) }
        }
    }

    private final class Queue: @unchecked Sendable {
        private let condition = NSCondition()
        private var jobs: [Job] = []
        private var isEnded = false

        func put(_ job: @escaping Job) -> Bool {
            condition.lock()
            defer { condition.unlock() }
            guard !isEnded, jobs.count < StoreThreads.mostWaiting else { return false }
            jobs.append(job)
            condition.signal()
            return true
        }

        func take() -> Job? {
            condition.lock()
            defer { condition.unlock() }
            while jobs.isEmpty, !isEnded { condition.wait() }
            return jobs.isEmpty ? nil : jobs.removeFirst()
        }

        func end() {
            condition.lock()
            isEnded = true
            condition.broadcast()
            condition.unlock()
        }
    }
}
