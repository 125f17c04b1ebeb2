/// Tries that are made again while the other side may do its work the next time.
package struct Attempts {
    private let count: Int
    private let pause: (Int) -> Void

    /// - Parameters:
    ///   - count: tries, the first among them; at least 1.
    ///   - pause: waits after the try of that number, from 1, that failed.
    package init(_ count: Int, pause: @escaping (Int) -> Void) {
        self.count = max(1, count)
        self.pause = pause
    }

    /// - Parameter retries: counts those that failed and were made again.
    package func make<Result>(
        _ retries: inout Int, _ work: () throws(PublicationError) -> Result
    ) throws(PublicationError) -> Result {
        for attempt in 1..<count {
            do {
                return try work()
            } catch {
                guard error.isWorthAnotherTry else { throw error }
                retries += 1
                pause(attempt)
            }
        }
        return try work()
    }
}
