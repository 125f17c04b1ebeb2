/// What a question may say beside its path, under the name that it has in an address.
enum Parameter: String, CaseIterable, Sendable {
    case q, from, to, status, organizer, person, view
    case asOf = "as-of"
    case knownAt = "known-at"
    case between, and, month, raw
    case limit, cursor
    case timeZone = "time-zone"
    /// Of pages only.
    case steps, address, week, since

    static let mostRows = 1_000
    static let usualRows = 100

    /// For the document that describes the interface.
    var meaning: String {
        switch self {
        case .q: "Words of the subject, an address, a date, an id in any form: meetings that have them all."
        case .from: "The first date or instant in; UTC unless it names an offset."
        case .to: "The first date or instant out."
        case .status: "Only meetings of this status."
        case .organizer: "Only meetings that this address, or pseudonym, organises."
        case .person: "Only where this address, or pseudonym, takes part; its answer is shown."
        case .view: "final: as the newest entry leaves it; as-held: as it stood when it began."
        case .asOf: "Only entries that Exchange had logged at or before this instant."
        case .knownAt: "Only events that the store had taken in by this batch or instant."
        case .between: "The first of two instants."
        case .and: "The second of two instants."
        case .month: "A month, in UTC."
        case .raw: "Whether each row's text is shown, as the export had it."
        case .limit: "How many rows at most, from 1 to \(Parameter.mostRows)."
        case .cursor: "Where the page before ended: its next."
        case .timeZone: "The zone whose clock tells weekdays and hours, by its name; UTC when left out."
        case .steps, .address, .week, .since: ""
        }
    }

    /// A JSON Schema of its values.
    var schema: JSON {
        switch self {
        case .from, .to, .asOf, .between, .and:
            text(
                pattern:
                    "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])([Tt ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,7})?)?([Zz]|[+-](0[0-9]|1[0-4]):[0-5][0-9])?)?$",
                example: "2024-02-12T06:00:00Z")
        case .month: text(pattern: "^[0-9]{4}-(0[1-9]|1[0-2])$", example: "2024-02")
        case .knownAt: text(pattern: nil, example: "1")
        case .timeZone: text(pattern: nil, example: "Europe/Warsaw")
        case .status: words(["scheduled", "cancelled", "orphaned"])
        case .view: words(["final", "as-held"])
        case .raw: .object([("type", .string("boolean"))])
        case .limit:
            .object([
                ("type", .string("integer")), ("minimum", .number(1)), ("maximum", .number(Parameter.mostRows)),
                ("default", .number(Parameter.usualRows)),
            ])
        default: text(pattern: nil, example: nil)
        }
    }

    private func text(pattern: String?, example: String?) -> JSON {
        .object(
            [("type", .string("string"))] + (pattern.map { [("pattern", .string($0))] } ?? [])
                + (example.map { [("examples", .array([.string($0)]))] } ?? []))
    }

    private func words(_ words: [String]) -> JSON {
        .object([("type", .string("string")), ("enum", .array(words.map { .string($0) }))])
    }
}
