import Foundation

/// Hands values from threads that make them to the one that takes them, a few ahead at most.
public final class Channel<Value: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private let capacity: Int
    private var values: [Value] = []
    private var makers: Int
    private var isCancelled = false
    private var error: (any Error)?

    /// - Parameters:
    ///   - capacity: how many values may wait to be taken.
    ///   - makers: how many times `fill` will be called.
    public init(capacity: Int, makers: Int = 1) {
        self.capacity = capacity
        self.makers = makers
    }

    /// Makes values on a thread of its own. What the work throws is thrown to the taker, after the values that were made before.
    public func fill(_ work: @escaping @Sendable () throws -> Void) {
        let thread = Thread {
            do {
                try work()
                self.finish(nil)
            } catch {
                self.finish(error)
            }
        }
        // That of the first thread; the usual one of others is smaller on some systems.
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Waits for room; false when nobody takes values any more.
    public func send(_ value: Value) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while values.count >= capacity && !isCancelled { condition.wait() }
        guard !isCancelled else { return false }
        values.append(value)
        condition.broadcast()
        return true
    }

    private func finish(_ error: (any Error)?) {
        condition.lock()
        defer { condition.unlock() }
        makers -= 1
        if self.error == nil { self.error = error }
        condition.broadcast()
    }

    /// Takes no more: makers that wait for room are let go.
    public func cancel() {
        condition.lock()
        defer { condition.unlock() }
        isCancelled = true
        condition.broadcast()
    }

    /// Waits for a value; nil after the last of all makers, or throws what ended one of them.
    public func receive() throws -> Value? {
        condition.lock()
        defer { condition.unlock() }
        while values.isEmpty && makers > 0 && error == nil { condition.wait() }
        if !values.isEmpty {
            condition.broadcast()
            return values.removeFirst()
        }
        if let error { throw error }
        return nil
    }
}
