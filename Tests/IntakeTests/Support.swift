import EventStore
import Testing

@testable import Intake

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A generator whose runs can be repeated from the seed that a failing test prints (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// A row as a test wants to see it.
struct ReadRow: Equatable {
    enum Value: Equatable {
        case number(Int64)
        case instant(Int64, Cell.Kind)
        case text(String)
        case bytes([UInt8])
    }

    var identity: EventIdentity
    var key: String
    var line: Int64
    var values: [CalendarColumn: Value]

    /// The same row wherever it stood.
    func isSame(as other: ReadRow) -> Bool { identity == other.identity && key == other.key && values == other.values }
}

struct ReadFile {
    var rows: [ReadRow] = []
    var quarantined: [QuarantinedRow] = []
    var contexts: [RowContext] = []

    /// `line:reason` of each quarantined row, as expected.csv writes it.
    var reasons: [String] { quarantined.map { "\($0.line):\($0.reason.code.rawValue)" } }
}

extension ReadFile {
    init(_ bytes: [UInt8], path: String = "log.csv", options: CalendarReaderOptions = CalendarReaderOptions()) throws {
        var reader = try CalendarFileReader(ByteSource(bytes: bytes, path: path), options: options)
        try collect(&reader)
    }

    init(path: String, options: CalendarReaderOptions = CalendarReaderOptions()) throws {
        var reader = try CalendarFileReader(path: path, options: options)
        try collect(&reader)
    }

    private mutating func collect(_ reader: inout CalendarFileReader) throws {
        while let chunk = try reader.next() {
            #expect(chunk.batch.cells.count == chunk.batch.rows.count * chunk.batch.kind.columns.count)
            rows += chunk.batch.readRows
            quarantined += chunk.quarantined
            contexts += chunk.quarantined.map { _ in chunk.context }
        }
    }
}

extension EventBatch {
    var readRows: [ReadRow] {
        rows.enumerated().map { index, row in
            var values: [CalendarColumn: ReadRow.Value] = [:]
            for column in CalendarColumn.allCases {
                let cell = cells[index * kind.columns.count + column.rawValue]
                switch cell.kind {
                case .none: continue
                case .integer: values[column] = .number(cell.value)
                case .instantSeconds, .instantMilliseconds, .instantTicks:
                    values[column] = .instant(cell.value, cell.kind)
                case .text:
                    values[column] = .text(
                        String(decoding: arena[Int(cell.value)...].prefix(Int(cell.length)), as: UTF8.self))
                case .bytes: values[column] = .bytes(Array(arena[Int(cell.value)...].prefix(Int(cell.length))))
                }
            }
            let key = String(decoding: arena[row.streamKeyOffset...].prefix(row.streamKeyLength), as: UTF8.self)
            return ReadRow(identity: row.identity, key: key, line: row.line, values: values)
        }
    }
}

/// Where the repository's fixtures stand, seen from this file.
let fixtures: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/") + "/Fixtures/calendar/"
}()

func fileBytes(_ path: String) throws -> [UInt8] {
    var source = try ByteSource(path: path)
    var bytes: [UInt8] = []
    let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
    defer { chunk.deallocate() }
    while true {
        let count = try source.read(into: chunk)
        if count == 0 { return bytes }
        bytes += chunk[..<count]
    }
}

func fileText(_ path: String) throws -> String { String(decoding: try fileBytes(path), as: UTF8.self) }

/// A row of the entry format, for tests that change one thing in it.
struct SampleRow {
    static let columns = CalendarColumn.allCases.map(\.name).filter { $0 != "mailbox" && $0 != "more" }
    static let key =
        "040000008200E00074C5B7101A82E00800000000A0B389FC9243DA01000000000000000010000000A2395B91CD412AE6A57FA157E0AF4D3A"

    var fields: [String: String] = [
        "logtime": "2024-01-09 10:18:52.812", "starttime": "2024-01-23 09:00:00", "endtime": "2024-01-23 10:00:00",
        "normalizedsubject": "Roadmap", "calendarlogtriggeraction": "Create",
        "originallastmodifiedtime": "2024-01-09 10:18:52.723",
        "itemclass": "IPM.Appointment", "duration": "60", "appointmentrecurring": "False",
        "sentrepresentingemailaddress": "alice@example.com", "senderemailaddress": "alice@example.com",
        "itemversion": "1",
        "appointmentsequencenumber": "0", "isexception": "False", "responsibleusername": "Alice",
        "appointmentstate": "1",
        "globalobjectid": key, "creationtime": "2024-01-09 10:18:52.723", "lastmodifiedtime": "2024-01-09 10:18:52.730",
        "timezone": "(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb", "recurrencetype": "None",
        "appointmentrecurrenceblob": "",
        "mapiisalldayevent": "False",
    ]

    init(_ changes: [String: String] = [:]) { fields.merge(changes) { $1 } }

    /// A file of one header and these rows, with `;` and LF.
    static func file(_ rows: [SampleRow], columns: [String] = columns) -> [UInt8] {
        let lines =
            [columns.joined(separator: ";")]
            + rows.map { row in columns.map { quoted(row.fields[$0] ?? "") }.joined(separator: ";") }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private static func quoted(_ text: String) -> String {
        text.contains(where: { ";\"\n\r".contains($0) }) ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }

    /// The value of one column of a one-row file, or the reason for its quarantine.
    static func value(
        _ column: CalendarColumn, of text: String, options: CalendarReaderOptions = CalendarReaderOptions()
    ) throws
        -> Result<ReadRow.Value?, RowProblem.Failure>
    {
        let file = try ReadFile(file([SampleRow([column.name: text])]), options: options)
        if let row = file.rows.first { return .success(row.values[column]) }
        return .failure(RowProblem.Failure(code: try #require(file.quarantined.first).reason.code))
    }
}

extension RowProblem {
    struct Failure: Error, Equatable { var code: Code }
}
