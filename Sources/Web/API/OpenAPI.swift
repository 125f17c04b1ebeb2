import Night

extension Endpoint {
    static let openAPI = Endpoint(
        path: ["openapi.json"], summary: "This document.", parameters: [],
        fields: [
            .init("openapi", .textSchema), .init("info", .object([("type", .string("object"))])),
            .init("paths", .object([("type", .string("object"))])),
        ],
        isList: false
    ) { _ in .json(OpenAPI.document) }
}

/// The interface described for programs (OpenAPI 3.1.0), from the same table that answers.
enum OpenAPI {
    static let document = JSON.object([
        ("openapi", .string("3.1.0")),
        (
            "info",
            .object([
                ("title", .string("calfold")), ("version", .string(Program.version)),
                (
                    "description",
                    .string(
                        "What a calfold store holds, read-only. Instants are RFC 3339 in UTC; lists come in pages, and 'next' leads on."
                    )
                ),
            ])
        ),
        ("servers", .array([.object([("url", .string("/"))])])),
        ("security", .array([.object([("bearer", .array([]))]), .object([("session", .array([]))])])),
        ("paths", .object(Endpoint.all.map { ($0.template, path($0)) })),
        (
            "components",
            .object([
                (
                    "securitySchemes",
                    .object([
                        ("bearer", .object([("type", .string("http")), ("scheme", .string("bearer"))])),
                        (
                            "session",
                            .object([
                                ("type", .string("apiKey")), ("in", .string("cookie")),
                                ("name", .string("calfold-8765")),
                            ])
                        ),
                    ])
                ),
                (
                    "schemas",
                    .object([("Problem", problem)])
                ),
            ])
        ),
    ])

    private static let problem = object([
        .init("type", .textSchema), .init("title", .textSchema), .init("status", .integerSchema),
        .init("detail", .textSchema),
    ])

    private static func object(_ fields: [Endpoint.Field]) -> JSON {
        .object([
            ("type", .string("object")), ("properties", .object(fields.map { ($0.name, $0.schema) })),
        ])
    }

    private static func path(_ endpoint: Endpoint) -> JSON {
        let answer =
            endpoint.isList
            ? object(
                [.init("rows", .list(of: object(endpoint.fields))), .init("next", .optionalTextSchema)]
                    + (endpoint.hasNote ? [.init("note", .textSchema)] : []))
            : object(endpoint.fields)
        var parameters = endpoint.parameters.map { parameter in
            JSON.object([
                ("name", .string(parameter.rawValue)), ("in", .string("query")),
                ("required", .bool(endpoint.needed.contains(parameter))),
                ("description", .string(parameter.meaning)), ("schema", parameter.schema),
            ])
        }
        if endpoint.path.contains(nil) {
            parameters.insert(
                .object([
                    ("name", .string("id")), ("in", .string("path")), ("required", .bool(true)),
                    ("description", .string("A meeting's id in any form, or a beginning or an end that is unique.")),
                    ("schema", .object([("type", .string("string")), ("minLength", .number(1))])),
                ]), at: 0)
        }
        return .object([
            (
                "get",
                .object([
                    ("operationId", .string(endpoint.path.map { $0 ?? "meeting" }.joined(separator: "-"))),
                    ("summary", .string(endpoint.summary)), ("parameters", .array(parameters)),
                    ("responses", responses(answer, endpoint)),
                ])
            )
        ])
    }

    private static func responses(_ answer: JSON, _ endpoint: Endpoint) -> JSON {
        let problem = JSON.object([
            (
                "application/problem+json",
                .object([("schema", .object([("$ref", .string("#/components/schemas/Problem"))]))])
            )
        ])
        var types = [("application/json", JSON.object([("schema", answer)]))]
        if endpoint.hasTable { types.append(("text/csv", .object([("schema", .textSchema)]))) }
        let failures: [(String, String)] = [
            ("400", "The question is not understood."), ("401", "No token."), ("403", "Not for this server."),
            ("404", "There is no such thing."),
            ("503", "The store cannot be read now, or too many ask."),
        ]
        return .object(
            [
                (
                    "200",
                    .object([
                        ("description", .string("The answer.")),
                        (
                            "headers",
                            .object([("ETag", .object([("schema", .textSchema)]))])
                        ), ("content", .object(types)),
                    ])
                ),
                ("304", .object([("description", .string("As it was."))])),
            ]
                + failures.map { status, what in
                    (status, .object([("description", .string(what)), ("content", problem)]))
                })
    }
}

extension Endpoint {
    /// Parameters without which nothing is asked.
    var needed: [Parameter] { path == ["difference"] ? [.between, .and] : path == ["organisation"] ? [.month] : [] }

    /// Whether a list says why it is empty.
    fileprivate var hasNote: Bool { path == ["occurrences"] }

    /// Whether it is a table that can be had as CSV.
    var hasTable: Bool { path == ["occurrences"] || path == ["messages"] }
}
