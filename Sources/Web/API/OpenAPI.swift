import Night

extension Endpoint {
    static let openAPI = Endpoint(
        path: ["openapi.json"], summary: "This document.",
        fields: [
            .init("openapi", .textSchema), .init("info", .object([("type", .string("object"))])),
            .init("paths", .object([("type", .string("object"))])),
        ]
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
                    .string("What a calfold store holds, read-only. Instants are RFC 3339 in UTC.")
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
        return .object([
            (
                "get",
                .object([
                    ("operationId", .string(endpoint.path.joined(separator: "-"))),
                    ("summary", .string(endpoint.summary)), ("responses", responses(object(endpoint.fields))),
                ])
            )
        ])
    }

    private static func responses(_ answer: JSON) -> JSON {
        let problem = JSON.object([
            (
                "application/problem+json",
                .object([("schema", .object([("$ref", .string("#/components/schemas/Problem"))]))])
            )
        ])
        let types = [("application/json", JSON.object([("schema", answer)]))]
        let failures: [(String, String)] = [
            ("400", "The question is not understood."), ("401", "No token."), ("403", "Not for this server."),

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
