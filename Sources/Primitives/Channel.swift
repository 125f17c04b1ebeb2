import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A bounded channel: hands values from producers on threads of their own to one consumer, a few ahead at most.
package final class Channel<Value: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private let capacity: Int
    private var values: [Value] = []
    private var producers: Int
    private var isCancelled = false
    private var error: (any Error)?

    /// - Parameters:
    ///   - capacity: how many values may wait for the consumer.
    ///   - producers: how many times `fill` will be called.
    package init(capacity: Int, producers: Int = 1) {
        self.capacity = capacity
        self.producers = producers
    }

    /// Makes values on a thread of its own. What the work throws is thrown to the consumer, after the values that were
    /// made before.
    package func fill(_ work: @escaping @Sendable () throws -> Void) {
        let number = startThread {
            do {
                try work()
                self.finish(nil)
            } catch {
                self.finish(error)
            }
        }
        if number != 0 { finish(ThreadError(reason: String(cString: strerror(number)))) }
    }

    /// Waits for room; false when nobody takes values any more.
    package func send(_ value: Value) -> Bool {
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
        producers -= 1
        if self.error == nil { self.error = error }
        condition.broadcast()
    }

    /// Receives no more: producers that wait for room are let go.
    package func cancel() {
        condition.lock()
        defer { condition.unlock() }
        isCancelled = true
        condition.broadcast()
    }

    /// Waits for a value; nil after the last of all producers, or throws what ended one of them.
    package func receive() throws -> Value? {
        condition.lock()
        defer { condition.unlock() }
        while values.isEmpty && producers > 0 && error == nil { condition.wait() }
        if !values.isEmpty {
            condition.broadcast()
            return values.removeFirst()
        }
        if let error { throw error }
        return nil
    }
}

/// No further thread could be started: memory or processes have come to an end.
package struct ThreadError: Error, CustomStringConvertible {
    package var reason: String

    package var description: String {
        "The system gives this process no further thread: \(reason). Give it more memory, or more processes."
    }
}

private final class ThreadWork {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
}

/// Starts a thread. Foundation's own says nothing when the system refuses, and who waits for its work would wait for
/// ever.
///
/// - Returns: 0, or the system's number of the error; then the work is not done.
private func startThread(_ work: @escaping @Sendable () -> Void) -> Int32 {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    // That of the first thread; the usual one of others is smaller on some systems.
    pthread_attr_setstacksize(&attributes, 8 << 20)
    let handed = Unmanaged.passRetained(ThreadWork(work))
    var thread = pthread_t()
    let number = pthread_create(
        &thread, &attributes,
        {
            if let pointer = $0 { Unmanaged<ThreadWork>.fromOpaque(pointer).takeRetainedValue().work() }
            return nil
        }, handed.toOpaque())
    if number != 0 { handed.release() }
    return number
}
