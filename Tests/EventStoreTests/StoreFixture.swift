import EventStore
import Foundation

/// A store in a folder of its own, and rows to put in it.
final class StoreFixture: Sendable {
    let folder = FileManager.default.temporaryDirectory.appending(path: "calfold-store-\(UUID().uuidString)")
    var path: String { folder.appending(path: "store.db").path }

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: folder) }

    func open(_ access: EventLog.Access = .readWrite) throws(StoreError) -> EventLog {
        try EventLog(path: path, access: access)
    }

    /// Appends rows in batches of a size.
    @discardableResult
    func append(
        _ rows: [TestRow], batchSize: Int = 50, name: String = "test.csv", to log: EventLog? = nil
    ) throws -> AppendOutcome {
        try append(rows, as: TestRow.batch, batchSize: batchSize, name: name, to: log)
    }

    @discardableResult
    func append<Row>(
        _ rows: [Row], as batch: (ArraySlice<Row>) -> EventBatch, batchSize: Int = 50, name: String = "test.csv",
        to log: EventLog? = nil
    ) throws -> AppendOutcome {
        let appender = Appender(try log ?? open())
        var source = Appender.Source(name: name, kind: "test", context: "")
        var outcome = AppendOutcome()
        for start in stride(from: 0, to: rows.count, by: batchSize) {
            let part = rows[start..<min(start + batchSize, rows.count)]
            outcome += try appender.append(
                batch(part), from: &source, now: 1_700_000_000_000, endsSource: start + batchSize >= rows.count)
        }
        return outcome
    }

    /// Runs the sqlite3 shell on the store.
    func sqlite3(_ sql: String) throws -> (status: Int32, output: String) {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["sqlite3", "-batch", path, sql]
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// A copy of a closed store, open to every change.
    func copy() throws -> StoreFixture {
        let other = try StoreFixture()
        try copy(to: other.path)
        return other
    }

    func copy(to other: String) throws {
        _ = try sqlite3("PRAGMA wal_checkpoint(TRUNCATE)")
        try FileManager.default.copyItem(atPath: path, toPath: other)
    }

    static let triggers = [
        "dictionary", "stream", "source", "quarantine", "quarantine_solved", "batch", "calendar_entry", "mail_entry",
        "calendar_entry_day", "calendar_entry_group", "calendar_entry_segment", "mail_entry_segment", "identity_run",
        "identity_run_part",
    ]

    func withoutTriggers(_ sql: String) throws {
        let drops =
            StoreFixture.triggers.map {
                "DROP TRIGGER \($0)_is_not_updated; DROP TRIGGER \($0)_is_not_deleted; DROP TRIGGER \($0)_is_not_replaced;"
            }.joined()
            + "DROP TRIGGER quarantine_is_kept_once;"
        let result = try sqlite3(drops + sql)
        guard result.status == 0 else { throw CocoaError(.fileWriteUnknown, userInfo: ["sqlite3": result.output]) }
    }
}

/// Numbers from a seed, so that a failure can be made again.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}

/// A calendar row of values that a test chooses.
struct TestRow {
    var identity: (UInt64, UInt64, UInt64, UInt64)
    var stream: String
    var mailbox: String?
    var logTime: Int64?
    var digits: Cell.Kind = .instantMilliseconds
    var startTime: Int64?
    var endTime: Int64?
    var subject: String
    var blob: [UInt8]?
    var more: String?
    var sequence: Int64?

    static func random(count: Int, seed: UInt64, streams: Int = 20) -> [TestRow] {
        var numbers = SeededNumbers(seed: seed)
        return (0..<count).map { index in
            let log =
                Int64.random(in: 17_000_000_000_000...17_100_000_000_000, using: &numbers) * 10_000 / 10_000 * 1_000
                / 10_000 * 10_000
            return TestRow(
                identity: (numbers.next(), numbers.next(), numbers.next(), UInt64(index)),
                stream: "04000000\(Int.random(in: 0..<streams, using: &numbers))",
                mailbox: Bool.random(using: &numbers) ? "m\(Int.random(in: 0..<5, using: &numbers))@example.com" : nil,
                logTime: log,
                startTime: log + Int64.random(in: -1_000_000...1_000_000, using: &numbers) * 10_000_000,
                endTime: log + 36_000_000_000,
                subject: "subject \(Int.random(in: 0..<30, using: &numbers))",
                blob: Int.random(in: 0..<4, using: &numbers) == 0
                    ? (0..<40).map { _ in UInt8.random(in: 0...255, using: &numbers) } : nil,
                more: Int.random(in: 0..<4, using: &numbers) == 0 ? "{\"location\":\"room \(index)\"}" : nil,
                sequence: Int64.random(in: 0..<9, using: &numbers))
        }
    }

    static func batch(_ rows: some Collection<TestRow>) -> EventBatch {
        var batch = EventBatch(kind: .calendar)
        for (line, row) in rows.enumerated() {
            func place(_ bytes: some Collection<UInt8>) -> (Int, Int) {
                defer { batch.arena += bytes }
                return (batch.arena.count, bytes.count)
            }
            var cells = [Cell](repeating: .none, count: CalendarColumn.allCases.count)
            func text(_ column: CalendarColumn, _ value: String?) {
                guard let value else { return }
                let (offset, length) = place(value.utf8)
                cells[column.rawValue] = .text(offset: offset, length: length)
            }
            let key = place(row.stream.utf8)
            text(.mailbox, row.mailbox)
            text(.normalizedSubject, row.subject)
            text(.more, row.more)
            for (column, value) in [
                (CalendarColumn.logTime, row.logTime), (.startTime, row.startTime), (.endTime, row.endTime),
            ] {
                if let value { cells[column.rawValue] = Cell(value: value, length: 0, kind: row.digits) }
            }
            if let blob = row.blob {
                let (offset, length) = place(blob)
                cells[CalendarColumn.appointmentRecurrenceBlob.rawValue] = .bytes(offset: offset, length: length)
            }
            if let sequence = row.sequence {
                cells[CalendarColumn.appointmentSequenceNumber.rawValue] = .integer(sequence)
            }
            cells[CalendarColumn.mapiIsAllDayEvent.rawValue] = .integer(1)
            batch.rows.append(
                .init(
                    identity: EventIdentity(words: row.identity), streamKeyOffset: key.0, streamKeyLength: key.1,
                    line: Int64(line + 2)))
            batch.cells += cells
        }
        return batch
    }
}
