import EventStore
import ExchangeFormats
import Projection
import Reconstruct
import Replay

extension Endpoint {
    static let difference = Endpoint(
        path: ["difference"],
        summary:
            "The meetings that differ between two instants, and in what: as 'calfold replay --diff' tells of each.",
        parameters: [.between, .and, .person, .limit, .cursor],
        fields: [
            .init("meeting_id", .textSchema), .init("change", .textSchema), .init("subject", .optionalTextSchema),
            .init("differences", .list(of: .object([("type", .string("object"))]))),
        ], isList: true
    ) { question in
        let found = try DifferenceList.page(question)
        let rows = found.rows.map { row in
            JSON.object([
                ("meeting_id", .string(row.id)), ("change", .string(row.change)), ("subject", .string(row.subject)),
                (
                    "differences",
                    .array(
                        row.differences.map {
                            .object([
                                ("field", .string($0.field)), ("before", .string($0.before)),
                                ("after", .string($0.after)),
                            ])
                        })
                ),
            ])
        }
        return .list(rows, next: found.next, of: question)
    }
}

/// What became of meetings between two moments.
enum DifferenceList {
    struct Row {
        var id: String
        /// `new`, `gone` or `changed`.
        var change: String
        var subject: String?
        var differences: [MeetingDifference.Item]
    }

    /// A page of them, in the order in which the log met the meetings: what lies behind it is not read.
    static func page(_ question: Question) throws -> (rows: [Row], next: Cursor?) {
        let store = question.store
        guard let first = try question.instant(.between), let second = try question.instant(.and) else {
            throw RefusedRequest(400, "Name two instants: between and and.")
        }
        try store.learn(asOf: max(first, second))
        let person = try question[.person].map { try PersonFilter($0, store) }
        let span = min(first, second)..<max(first, second), difference = MeetingDifference(privacy: store.privacy)
        let limit = try question.limit(), after = try question.cursor()?.number ?? .min
        var rows: [(stream: Int64, row: Row)] = []
        try Projection(store.log).forEachStream(loggedIn: span, naming: person?.isMet, after: after) {
            stream, entries, zones in
            // Without an entry in between both are the fold of the same entries.
            guard entries.contains(where: { $0.loggedAt > span.lowerBound && $0.loggedAt <= span.upperBound }) else {
                return true
            }
            let meetings = [first, second].map { moment in
                fold(entries, asOf: moment, zones: zones)?.withEachPersonOnce(store.onePerson)
            }
            if let person {
                let people = meetings.compactMap { $0 }.flatMap(\.participants)
                guard try people.contains(where: { try person.isMet($0.address) }) else { return true }
            }
            let items = try difference.items(from: meetings[0], to: meetings[1])
            guard !items.isEmpty else { return true }
            let row = Row(
                id: try store.mask.globalObjectID(stream.key),
                change: meetings[0] == nil ? "new" : meetings[1] == nil ? "gone" : "changed",
                subject: store.isPseudonymised ? nil : (meetings[1] ?? meetings[0])?.subject, differences: items)
            rows.append((stream.number, row))
            return rows.count <= limit
        }
        let isWhole = rows.count <= limit
        return (rows.prefix(limit).map(\.row), isWhole ? nil : Cursor(rows[limit - 1].stream))
    }
}
