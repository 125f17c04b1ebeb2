import Digest
import Foundation
import GRDB

/// A batch's own line, bound to the one before it.
struct ChainLink {
    var number: Int64
    var source: Int64
    var takenInAt: Int64
    var outcome: AppendOutcome
    var endsSource: Bool
    var marks: ChainMarks
    var content: [UInt8]
    /// The version of the schema that the batch was written with; nil for one of versions 1 to 3.
    var schema: Int64?
    /// The file that the batch ends.
    var file: Appender.File?

    var form: ChainContent.Form { schema == nil ? .plain : .tagged }

    /// The batch's row without its hash, each value with its name; those that it lacks are left out. What a later version
    /// adds to a batch does not change the hashes of those from before.
    private var values: [(name: String, value: any DatabaseValueConvertible)] {
        var values: [(String, any DatabaseValueConvertible)] = [
            ("number", number), ("source", source), ("taken_in_at", takenInAt), ("rows_read", outcome.rowsRead),
            ("taken", outcome.taken), ("duplicate", outcome.duplicate), ("quarantined", outcome.quarantined),
            ("ends_source", endsSource), ("last_position", marks.position), ("last_dictionary", marks.dictionary),
            ("last_stream", marks.stream), ("last_source", marks.source), ("last_quarantine", marks.quarantine),
            ("content", Data(content)),
        ]
        if let schema { values.append(("schema", schema)) }
        if let file { values += [("file_bytes", file.bytes), ("file_sha256", file.sha256)] }
        return values
    }

    /// Those of the values, in their order, and of the hash.
    private static let names = [
        "number", "source", "taken_in_at", "rows_read", "taken", "duplicate", "quarantined", "ends_source",
        "last_position", "last_dictionary", "last_stream", "last_source", "last_quarantine", "content", "schema",
        "file_bytes", "file_sha256", "hash",
    ]
    private static let insertion =
        "INSERT INTO batch(\(names.joined(separator: ", "))) VALUES(\(names.map { _ in "?" }.joined(separator: ", ")))"

    /// Writes a link of the present form.
    ///
    /// - Returns: the hash by which the next batch is bound to this one.
    func insert(_ db: Database, after previous: [UInt8], _ digest: SHA256) throws -> [UInt8] {
        let hash = hash(after: previous, digest)
        let parts: [any DatabaseValueConvertible] = values.map(\.value)
        let missing = [DatabaseValue](repeating: .null, count: ChainLink.names.count - 1 - parts.count)
        try db.cachedStatement(sql: ChainLink.insertion).execute(
            arguments: StatementArguments(parts.map(\.databaseValue) + missing + [Data(hash).databaseValue]))
        return hash
    }

    func hash(after previous: [UInt8], _ digest: SHA256) -> [UInt8] {
        digest.add(previous)
        switch form {
        case .plain:
            var numbers: [Int64] = [number, source, takenInAt]
            numbers += [
                outcome.rowsRead, outcome.taken, outcome.duplicate, outcome.quarantined, endsSource ? 1 : 0,
            ].map(Int64.init)
            numbers += [marks.position, marks.dictionary, marks.stream, marks.source, marks.quarantine]
            numbers.map(\.littleEndian).withUnsafeBytes { digest.add($0) }
            digest.add(content)
        case .tagged:
            var bytes = ChainBytes()
            for (name, value) in values {
                bytes.add(name)
                bytes.add(value.databaseValue)
            }
            bytes.withBytes { digest.add($0) }
        }
        return SHA256.bytes(digest.finish())
    }
}

extension ChainLink {
    static let columns = "\(BatchRecord.columns), schema, file_bytes, file_sha256"

    /// Nil for a row that no append writes.
    ///
    /// - Parameter row: of `columns`, or of those of a batch alone where the store is of versions 1 to 3.
    init?(_ row: Row) {
        guard let record = try? BatchRecord(row), let marks = try? ChainMarks(row), let content = try? row.bytes(13),
            record.taken >= 0, record.duplicate >= 0, record.quarantined >= 0,
            max(record.taken, record.duplicate, record.quarantined) < 1 << 40,
            record.rowsRead == record.taken + record.duplicate + record.quarantined
        else { return nil }
        var outcome = AppendOutcome()
        (outcome.taken, outcome.duplicate, outcome.quarantined) = (record.taken, record.duplicate, record.quarantined)
        self.init(
            number: record.number, source: record.source, takenInAt: record.takenInAt, outcome: outcome,
            endsSource: record.endsSource, marks: marks, content: content)
        guard row.count > 15 else { return }
        if !row.isNull(15) {
            guard let schema = try? row.integer(15), schema >= 4 else { return nil }
            self.schema = schema
        }
        guard !row.isNull(16) || !row.isNull(17) else { return }
        guard schema != nil, let bytes = try? row.integer(16), let sha256 = try? row.text(17) else { return nil }
        file = Appender.File(bytes: bytes, sha256: sha256)
    }
}
