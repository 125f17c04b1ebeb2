import EventStore
import Foundation
import Testing

@testable import Intake

/// A row of a message log as a test wants to see it.
struct ReadMailRow: Equatable {
    var identity: EventIdentity
    var key: String
    var line: Int64
    /// Instants as ticks, sizes as numbers, in decimal.
    var values: [MailColumn: String]

    subscript(column: MailColumn) -> String? { values[column] }

    /// The members of `more`: fields without a column of their own, and of a trace the record as it came.
    func more() throws -> [String: String] {
        try JSONDecoder().decode([String: String].self, from: Data((self[.more] ?? "{}").utf8))
    }
}

struct ReadMailFile {
    var rows: [ReadMailRow] = []
    var quarantined: [QuarantinedRow] = []
    var contexts: [RowContext] = []
    var notes: [String] = []

    /// `line:reason` of each quarantined row.
    var reasons: [String] { quarantined.map { "\($0.line):\($0.reason.code.rawValue)" } }

    init(_ text: String, path: String = "log.csv", options: CalendarReaderOptions = CalendarReaderOptions()) throws {
        try self.init(Array(text.utf8), path: path, options: options)
    }

    init(_ bytes: [UInt8], path: String = "log.csv", options: CalendarReaderOptions = CalendarReaderOptions()) throws {
        var file = try ExportReader(ByteSource(bytes: bytes, path: path), options: options)
        try collect(&file)
    }

    init(path: String, options: CalendarReaderOptions = CalendarReaderOptions()) throws {
        var file = try ExportReader(path: path, options: options)
        try collect(&file)
    }

    private mutating func collect(_ file: inout ExportReader) throws {
        try #require(file.kind == .mail)
        while let chunk = try file.next() {
            #expect(chunk.batch.cells.count == chunk.batch.rows.count * chunk.batch.kind.columns.count)
            rows += chunk.batch.mailRows
            quarantined += chunk.quarantined
            contexts += chunk.quarantined.map { _ in chunk.context }
            notes += chunk.notes
        }
    }
}

extension EventBatch {
    var mailRows: [ReadMailRow] {
        rows.enumerated().map { index, row in
            var values: [MailColumn: String] = [:]
            for column in MailColumn.allCases {
                let cell = cells[index * kind.columns.count + column.rawValue]
                switch cell.kind {
                case .none: continue
                case .integer, .instantSeconds, .instantMilliseconds, .instantTicks: values[column] = "\(cell.value)"
                case .text, .bytes:
                    values[column] = String(decoding: arena[Int(cell.value)...].prefix(Int(cell.length)), as: UTF8.self)
                }
            }
            let key = String(decoding: arena[row.streamKeyOffset...].prefix(row.streamKeyLength), as: UTF8.self)
            return ReadMailRow(identity: row.identity, key: key, line: row.line, values: values)
        }
    }
}

/// The flow that every folder of mail fixtures tells.
enum MailFixtures {
    static let folder = fixtures.replacing("/calendar/", with: "/mail/")

    /// Every file of one form, in the order of their paths.
    static func read(_ form: String) throws -> ReadMailFile {
        var all = try ReadMailFile("message-id,date-time,recipient-address,event-id\r\n")
        for path in try InputFinder().files(at: [folder + form]) {
            let file = try ReadMailFile(path: path, options: options(form))
            all.rows += file.rows
            all.quarantined += file.quarantined
            all.notes += file.notes
        }
        return all
    }

    /// What has to be stated for a form.
    static func options(_ form: String) throws -> CalendarReaderOptions {
        switch form {
        case "tracking-cmdlet-csv-local": try DirtTests.options("culture=en-US time-zone=Europe/Warsaw")
        case "trace-v2-csv": try DirtTests.options("culture=en-US")
        default: CalendarReaderOptions()
        }
    }
}
