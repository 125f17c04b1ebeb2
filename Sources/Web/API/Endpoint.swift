/// One path of the interface for programs.
struct Endpoint: Sendable {
    /// Behind `/api/v1`.
    var path: [String]
    var summary: String
    var fields: [Field]
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

    static let all: [Endpoint] = [.status, .openAPI]

    static func find(_ path: ArraySlice<String>) -> Endpoint? {
        all.first { $0.path.elementsEqual(path) }
    }

    /// As OpenAPI writes it.
    var template: String { "/api/v1/" + path.joined(separator: "/") }
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

    static func list(of schema: JSON) -> JSON { object([("type", .string("array")), ("items", schema)]) }
}
