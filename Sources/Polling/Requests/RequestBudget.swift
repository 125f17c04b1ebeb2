/// How many requests a tenant may make in a running time, so that the service need not refuse any. Kept across runs.
struct RequestBudget: Sendable {
    var requests: Int
    /// In milliseconds.
    var span: Int64

    /// The service's own figure. The span is longer by what a request may take on its way.
    static let graph = RequestBudget(requests: 100, span: 302_000)

    /// - Parameters:
    ///   - past: when requests were made, in milliseconds since 1970.
    /// - Returns: milliseconds to wait before the next one; and the past without what no longer counts.
    func wait(past: [Int64], now: Int64) -> (milliseconds: Int64, past: [Int64]) {
        // A clock that was set back leaves requests of the future; they tell nothing.
        let counted = past.filter { $0 > now - span && $0 <= now }.sorted()
        guard counted.count >= requests else { return (0, counted) }
        return (counted[counted.count - requests] + span - now, counted)
    }
}
