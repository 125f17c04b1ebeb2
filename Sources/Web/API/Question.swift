/// A request of what is shown, and the store that answers it. None takes parameters.
struct Question {
    let request: WebRequest
    let store: StoreView

    /// - Throws: `RefusedRequest` for a parameter.
    init(_ request: WebRequest, _ store: StoreView) throws {
        if let item = request.query.first {
            throw RefusedRequest(400, "There is no parameter \(item.name.prefix(40)) here.")
        }
        self.request = request
        self.store = store
    }
}
