import ExchangeFormats
import Foundation
import Night

extension Endpoint {
    static let status = Endpoint(
        path: ["status"], summary: "What the store holds, and the head of its chain: as 'calfold status' tells it.",
        parameters: [],
        fields: [
            .init("entries", .integerSchema), .init("streams", .integerSchema), .init("messageRows", .integerSchema),
            .init("messages", .integerSchema), .init("files", .integerSchema),
            .init("unfinishedFiles", .list(of: .textSchema)), .init("unfinishedFileCount", .integerSchema),
            .init("quarantined", .integerSchema), .init("batches", .integerSchema), .init("head", .optionalTextSchema),
            .init("lastTakenIn", .optionalInstantSchema), .init("folded", .flagSchema),
            .init("recent", .list(of: .object([("type", .string("object"))]))),
            .init("pushes", .list(of: .object([("type", .string("object"))]))),
        ], isList: false
    ) { question in .json(try statusJSON(question.store)) }

    /// Names of files hold addresses: under pseudonyms they are left out.
    static func statusJSON(_ store: StoreView) throws -> JSON {
        let report = try StatusReport(of: store.log) { WebTime.text($0) }
        let names: [(String, JSON)] =
            store.isPseudonymised ? [] : [("unfinishedFiles", .array(report.unfinishedFiles.map { .string($0) }))]
        return .object(
            [
                ("entries", .number(report.entries)), ("streams", .number(report.streams)),
                ("messageRows", .number(report.messageRows)), ("messages", .number(report.messages)),
                ("files", .number(report.files)),
            ] + names + [
                ("unfinishedFileCount", .number(report.unfinishedFileCount)),
                ("quarantined", .number(report.quarantined)),
                ("batches", .number(report.batches)), ("head", .string(report.head)),
                ("lastTakenIn", .string(report.lastTakenIn)), ("folded", .bool(report.folded)),
                ("recent", .array(report.recent.map { file($0, store) })),
                ("pushes", .array(try report.pushes.map { try JSON(encoding: $0) })),
            ])
    }

    private static func file(_ file: StatusReport.File, _ store: StoreView) -> JSON {
        .object(
            (store.isPseudonymised ? [] : [("file", .string(file.file))]) + [
                ("rowsRead", .number(file.rowsRead)), ("taken", .number(file.taken)),
                ("duplicate", .number(file.duplicate)),
                ("quarantined", .number(file.quarantined)),
            ])
    }
}

/// Instants as the interface writes them: RFC 3339, UTC.
enum WebTime {
    /// With milliseconds, or finer where the instant is.
    static func text(_ instant: Instant) -> String {
        TimeText.iso(instant, digits: TimeText.digits(instant, atLeast: 3))
    }

    /// As fine as the instant is, as tables have starts and ends.
    static func plain(_ instant: Instant) -> String { TimeText.iso(instant, digits: TimeText.digits(instant)) }
}
