import EventStore
import Night
import Tables

extension Endpoint {
    static let findings = Endpoint(
        path: ["findings"],
        summary: "The findings of the last audit that was kept, the gravest first: rows of the table of findings.",
        parameters: [.limit, .cursor],
        fields: FindingRecord.columns.map {
            .init($0, FindingList.instants.contains($0) ? .optionalInstantSchema : .textSchema)
        }, isList: true
    ) { question in
        let found = try FindingList.page(question)
        let rows = found.rows.map { record in
            JSON.object(FindingRecord.columns.map { ($0, FindingList.json(record, $0)) })
        }
        return .list(rows, next: found.next, of: question)
    }
}

/// The findings of the last audit that was kept. They are kept in clear.
enum FindingList {
    static let instants: Set<String> = ["start", "since", "until"]

    static func page(_ question: Question) throws -> (rows: [FindingRecord], next: Cursor?) {
        guard !question.store.isPseudonymised else {
            throw RefusedRequest(
                403,
                "Findings are kept with names, and this server shows pseudonyms: 'calfold audit --out' writes them without."
            )
        }
        let limit = try question.limit(), first = max(0, Int(try question.cursor()?.number ?? 0))
        let rows = try KeptFindings.findings(of: question.store.log, from: first, count: limit + 1)
        return (Array(rows.prefix(limit)), rows.count > limit ? Cursor(Int64(first + limit)) : nil)
    }

    static func json(_ record: FindingRecord, _ column: String) -> JSON {
        let text = record.value(column)
        guard instants.contains(column) else { return .string(text) }
        guard text.contains(" ") else { return text.isEmpty ? .null : .string(text) }
        return .string(text.replacing(" ", with: "T") + "Z")
    }
}
