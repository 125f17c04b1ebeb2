import EventStore
import ExchangeFormats
import Foundation
import Night
import Reconstruct
import Tables

/// An audit as one JSON object, finding by finding: there may be more of them than memory should hold.
struct AuditJSON {
    private struct Store: Encodable {
        var head: String?
        var batch: Int64?
    }

    private let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    func print(_ run: AuditRun, on log: EventLog) throws -> AuditReport {
        var isFirst = true
        let outcome = try run.run(on: log, Console.tell) { record in
            OutputChannel.output.write(isFirst ? "{\"findings\": [\n" : ",\n")
            isFirst = false
            OutputChannel.output.write(try encoder.encode(object(record)))
        }
        if isFirst { OutputChannel.output.write("{\"findings\": [") }
        OutputChannel.output.write("\n],\n")
        try member("answered", outcome.share)
        try member("at", outcome.at.map { TimeText.iso($0, digits: 3) })
        try member("coverage", outcome.coverageObjects)
        try member("horizon", outcome.ahead)
        try member("known", outcome.known)
        try member("rules", outcome.answers)
        try member("setAside", outcome.setAside)
        try member("schema", 1)
        try member("store", Store(head: outcome.head, batch: outcome.batch), isLast: true)
        return outcome
    }

    private func member(_ name: String, _ value: some Encodable, isLast: Bool = false) throws {
        OutputChannel.output.write("\"\(name)\": ")
        OutputChannel.output.write(try encoder.encode(value))
        OutputChannel.output.write(isLast ? "}\n" : ",\n")
    }

    private func object(_ record: FindingRecord) -> [String: Value] {
        var object: [String: Value] = [:]
        for (name, value) in zip(FindingRecord.columns, record.values) { object[name] = .text(value) }
        object["evidence"] = .rows(
            record.evidence.map { row in
                Dictionary(uniqueKeysWithValues: zip(FindingRecord.evidenceColumns, row))
            })
        return object
    }

    private enum Value: Encodable {
        case text(String)
        case rows([[String: String]])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .rows(let rows): try container.encode(rows)
            }
        }
    }
}
