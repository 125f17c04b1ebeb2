/// One path of the interface for programs.
struct Endpoint: Sendable {
    /// Behind `/api/v1`; nil stands for a meeting's id.
    var path: [String?]
    var summary: String
    var parameters: [Parameter]
    /// Of each row of a list; of the answer itself where it is none.
    var fields: [Field]
    var isList: Bool
    var answer: @Sendable (Question) throws -> WebResponse

    /// A field of an answer, for the document that describes them.
    struct Field: Sendable {
        var name: String
        var schema: JSON

        init(_ name: String, _ schema: JSON) {
            self.name = name
            self.schema = schema
        }
    }

    static let all: [Endpoint] = [
        .status, .meetings, .meeting, .history, .occurrences, .messages, .difference, .organisation, .findings, .nights,
        .quarantine, .openAPI,
    ]

    static func find(_ path: ArraySlice<String>) -> Endpoint? {
        all.first { endpoint in
            endpoint.path.count == path.count
                && zip(endpoint.path, path).allSatisfy { $0 == nil || $0 == $1 }
        }
    }

    /// As OpenAPI writes it.
    var template: String { "/api/v1/" + path.map { $0 ?? "{id}" }.joined(separator: "/") }
}

/// Schemas of fields.
extension JSON {
    static let textSchema = object([("type", .string("string"))])
    static let optionalTextSchema = object([("type", .array([.string("string"), .string("null")]))])
    static let integerSchema = object([("type", .string("integer"))])
    static let flagSchema = object([("type", .string("boolean"))])
    static let instantSchema = object([("type", .string("string")), ("format", .string("date-time"))])
    static let optionalInstantSchema = object([
        ("type", .array([.string("string"), .string("null")])), ("format", .string("date-time")),
    ])
    static let anySchema = object([])

    static func list(of schema: JSON) -> JSON { object([("type", .string("array")), ("items", schema)]) }
}

extension WebResponse {
    /// A page of a list.
    ///
    /// - Parameter note: a sentence for people on why it is empty.
    static func list(
        _ rows: [JSON], next cursor: Cursor?, note: String? = nil, of question: Question
    ) -> WebResponse {
        let next = cursor.map { question.next(after: $0) }
        var response = WebResponse.json(
            .object(
                [("rows", .array(rows)), ("next", .string(next?.cursor))]
                    + (note.map { [("note", .string($0))] } ?? [])))
        if let next { response.set("Link", "<\(next.path)>; rel=\"next\"") }
        return response
    }

    static func list(_ page: (rows: [JSON], next: Cursor?), of question: Question) -> WebResponse {
        list(page.rows, next: page.next, of: question)
    }
}
