/// Which page is at which path.
struct PageRoute: Sendable {
    /// Nil stands for what is somebody's: an id, an address.
    var path: [String?]
    var parameters: [Parameter]
    var answer: @Sendable (Question) throws -> WebResponse

    static let all: [PageRoute] = [
        .home, .meetings, .meeting, .row, .person, .week, .nights, .mail, .message, .quarantine, .findings, .difference,
        .organisation,
    ]

    static func answer(_ request: WebRequest, _ store: StoreView) throws -> WebResponse {
        guard let route = all.first(where: { $0.fits(request.path) }) else {
            throw RefusedRequest(404, "There is no such page.")
        }
        return try route.answer(Question(request, store, knowing: route.parameters, isForm: true))
    }

    private func fits(_ path: [String]) -> Bool {
        self.path.count == path.count && zip(self.path, path).allSatisfy { $0 == nil || $0 == $1 }
    }
}
