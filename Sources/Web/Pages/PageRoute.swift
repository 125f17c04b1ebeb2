/// Which page is at which path.
struct PageRoute: Sendable {
    var path: [String]
    var answer: @Sendable (Question) throws -> WebResponse

    static let all: [PageRoute] = [.home]

    static func answer(_ request: WebRequest, _ store: StoreView) throws -> WebResponse {
        guard let route = all.first(where: { $0.path == request.path }) else {
            throw RefusedRequest(404, "There is no such page.")
        }
        return try route.answer(Question(request, store))
    }
}
