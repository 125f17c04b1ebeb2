import EventStore
import Foundation
import Night

extension Endpoint {
    static let nights = Endpoint(
        path: ["nights"], summary: "The reports of nights, the newest first: as 'calfold status --runs' tells them.",
        parameters: [.limit, .cursor],
        fields: [
            .init("calfold", .textSchema), .init("began", .instantSchema), .init("ended", .textSchema),
            .init("isDryRun", .flagSchema), .init("status", .integerSchema),
        ], isList: true
    ) { question in
        let found = try NightList.page(question)
        return .list(try found.rows.map { try JSON(encoding: $0) }, next: found.next, of: question)
    }

    static let quarantine = Endpoint(
        path: ["quarantine"], summary: "Rows that could not be taken in, and why: as 'calfold quarantine' lists them.",
        parameters: [.raw, .limit, .cursor],
        fields: [
            .init("file", .textSchema), .init("line", .integerSchema), .init("code", .textSchema),
            .init("reason", .textSchema), .init("raw", .textSchema),
        ], isList: true
    ) { question in
        let isRaw = try question.flag(.raw), isHidden = question.store.isPseudonymised
        guard !isRaw || !isHidden else {
            throw RefusedRequest(403, "A row's text holds names, and this server shows pseudonyms.")
        }
        let found = try QuarantineList.page(question)
        let rows = found.rows.map { row in
            JSON.object(
                (isHidden ? [] : [("file", .string(row.source))]) + [
                    ("line", .number(row.line)), ("code", .string(row.code)), ("reason", .string(row.reason)),
                ] + (isRaw ? [("raw", .string(String(decoding: row.raw, as: UTF8.self)))] : []))
        }
        return .list(rows, next: found.next, of: question)
    }
}

enum NightList {
    static func page(_ question: Question) throws -> (rows: [NightReport], next: Cursor?) {
        var page = try RowPage<NightReport?>(question)
        for record in try NightLedger.runs(of: question.store.log, limit: .max) {
            // A report that a newer version wrote otherwise is passed over, as 'calfold status' does.
            page.add(Cursor(-record.began)) {
                try? JSONDecoder().decode(NightReport.self, from: Data(record.report.utf8))
            }
        }
        let found = page.finish()
        return (found.rows.compactMap { $0 }, found.next)
    }
}

enum QuarantineList {
    static func page(_ question: Question) throws -> (rows: [QuarantineRecord], next: Cursor?) {
        let limit = try question.limit(), after = try question.cursor()?.number ?? 0
        let rows = try question.store.log.quarantined(after: after, limit: limit + 1)
        return (Array(rows.prefix(limit)), rows.count > limit ? Cursor(rows[limit - 1].id) : nil)
    }
}
