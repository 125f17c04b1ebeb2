import EventStore
import Foundation
import GRDB
import Partner
import Primitives

/// What was pushed of a month to a service, by counts and hashes.
package struct PushNote: Codable, Sendable, Equatable {
    /// `YYYY-MM`.
    package var month: String
    /// The base of the service's address.
    package var service: String
    /// ISO 8601, UTC.
    package var pushed: String
    /// What the bodies held; of a month that had nothing, nothing.
    package var summary: MonthSummary
    /// What it held when it was last seen to have changed since; nil where it had not.
    package var told: MonthSummary?
    /// Of what it held then, what somebody has said to know.
    package var accepted: MonthSummary?
    /// What it was made of when it was looked at last.
    package var position: Int64?
    package var tables: String?
    package var settings: String?
    /// Whether rows came since that may be of this month.
    package var isTouched: Bool?

    package init(month: String, service: String, pushed: String, summary: MonthSummary, mark: PushMark) {
        self.month = month
        self.service = service
        self.pushed = pushed
        self.summary = summary
        look(mark)
    }

    /// What has changed since the month was pushed, for a person, as it was last seen; nil where nothing has.
    package var change: String? { told?.difference(from: summary) }

    /// Whether somebody has to hear of that, and has not said so far that they know.
    package var isChangeOpen: Bool { change != nil && told != accepted }

    /// Notes what the month was made of when it was looked at.
    package mutating func look(_ mark: PushMark) {
        position = mark.position
        tables = mark.tables
        settings = mark.settings
        isTouched = nil
    }
}

/// Where it is kept what was pushed.
package protocol PushNotes {
    func note(of month: String, at service: String) throws -> PushNote?
    /// Of every month, in order; those that cannot be read are left out.
    func all(at service: String) throws -> [PushNote]
    func keep(_ note: PushNote) throws
}

extension PushNotes {
    /// Notes that somebody knows what has changed of a pushed month, as it was last told, and leaves it as it was
    /// pushed. A change after that is told again.
    package func acknowledge(_ month: MonthNumber, at service: String) throws -> PushReport.Month {
        do {
            guard var note = try note(of: month.text, at: service), !note.summary.isEmpty else {
                throw Failure(
                    .inputMissing, "\(month.text) is not noted as pushed to \(service).",
                    next: "'calfold status' tells what was pushed; --to names the service.")
            }
            guard let told = note.told, let change = note.change else {
                return .init(month, .acknowledged, note.summary, what: "no change of it was told")
            }
            note.accepted = told
            try keep(note)
            return .init(month, .acknowledged, told, what: change)
        } catch let unreadable as UnreadableNote {
            throw unreadable.failure
        }
    }
}

/// What is noted cannot be read.
struct UnreadableNote: Error {
    /// Whether the other months' notes can.
    var isOfOneMonth: Bool
    var failure: Failure
}

/// In the store, beside the log.
package struct StorePushNotes: PushNotes {
    private let log: EventLog
    private static let table = "push_month"
    private static let sums = TableSums([.init(table, columns: ["month", "service", "note"])])
    /// Says that something was noted, whatever becomes of the notes.
    private static let checkpoint = "push"

    package init(_ log: EventLog) { self.log = log }

    /// What somebody else has changed of the notes; nil where nothing was.
    package static func fault(of log: EventLog) throws -> String? {
        try log.readDerived { db in
            let isSummed = try sums.isKnown(table, in: db)
            // Notes are summed from the first on: without their sum nobody can tell which are missing.
            let isChanged =
                try db.hasTable(table)
                ? !isSummed || !sums.misfits(in: db).isEmpty
                : isSummed || EventLog.wasSet(checkpoint: checkpoint, in: db)
            return isChanged ? "what is noted of pushed months was changed" : nil
        }
    }

    package func note(of month: String, at service: String) throws -> PushNote? {
        guard
            let text = try log.readDerived({ db in
                try db.hasTable(StorePushNotes.table)
                    ? String.fetchOne(
                        db, sql: "SELECT note FROM push_month WHERE month = ? AND service = ?",
                        arguments: [month, service])
                    : nil
            })
        else { return nil }
        guard let note = try? JSONDecoder().decode(PushNote.self, from: Data(text.utf8)) else {
            throw UnreadableNote(
                isOfOneMonth: true,
                failure: Failure(
                    .inputNotUnderstood, "What the store notes of the push of \(month) cannot be read.",
                    next: "If the month is to be pushed again, do so with --month \(month) --again."))
        }
        return note
    }

    package func all(at service: String) throws -> [PushNote] {
        try notes().filter { $0.service == service }
    }

    /// Of every month and service, in order.
    package func all() throws -> [PushNote] { try notes() }

    private func notes() throws -> [PushNote] {
        try log.readDerived { db in
            guard try db.hasTable(StorePushNotes.table) else { return [] }
            return try String.fetchAll(db, sql: "SELECT note FROM push_month ORDER BY month, service").compactMap {
                try? JSONDecoder().decode(PushNote.self, from: Data($0.utf8))
            }
        }
    }

    /// Notes that rows came that may be of these months.
    func touch(_ months: Set<String>) throws {
        // Notes that do not fit their sum are left as they are: to sum them anew would be to believe them.
        guard try StorePushNotes.fault(of: log) == nil, try notes().contains(where: { months.contains($0.month) })
        else { return }
        try log.derive(keeping: StorePushNotes.sums) { db in
            for text in try String.fetchAll(db, sql: "SELECT note FROM push_month") {
                guard var note = try? JSONDecoder().decode(PushNote.self, from: Data(text.utf8)),
                    months.contains(note.month), note.isTouched != true
                else { continue }
                note.isTouched = true
                try StorePushNotes.write(note, db)
            }
        }
    }

    private static func write(_ note: PushNote, _ db: Database) throws {
        let text = String(decoding: try PushNoteFile.encoder.encode(note), as: UTF8.self)
        try db.execute(
            sql: "INSERT OR REPLACE INTO push_month VALUES(?, ?, ?)", arguments: [note.month, note.service, text])
    }

    package func keep(_ note: PushNote) throws {
        try log.derive(keeping: StorePushNotes.sums) { db in
            try db.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS push_month(
                      month TEXT NOT NULL, service TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY(month, service)) WITHOUT ROWID
                    """)
            var note = note
            let last = try EventLog.lastPosition(in: db)
            // Rows came while the month was made and sent. A night may have met them before there was a note to touch,
            // or have touched the one that stood here.
            if let position = note.position, position < last { note.isTouched = true }
            try StorePushNotes.write(note, db)
            try EventLog.setCheckpoint(StorePushNotes.checkpoint, position: last, version: 1, in: db)
        }
    }
}

/// In a file beside finished tables, where there is no store.
package struct PushNoteFile: PushNotes {
    package static let name = "pushed.json"
    private let folder: String

    package init(folder: String) { self.folder = folder }

    fileprivate static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    private func notes() throws -> [PushNote] {
        let path = folder + "/" + PushNoteFile.name
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        guard PlainFile.isThere(path), let data = FileManager.default.contents(atPath: path),
            let notes = try? JSONDecoder().decode([PushNote].self, from: data)
        else {
            throw UnreadableNote(
                isOfOneMonth: false,
                failure: Failure(
                    .inputNotUnderstood, "What was pushed of these tables cannot be read.", at: path,
                    next:
                        "Bring the file back from a backup, or take it away: then every month counts as not pushed, and goes once more."
                ))
        }
        return notes
    }

    package func note(of month: String, at service: String) throws -> PushNote? {
        try notes().first { $0.month == month && $0.service == service }
    }

    package func all(at service: String) throws -> [PushNote] { try notes().filter { $0.service == service } }

    package func keep(_ note: PushNote) throws {
        var notes = try notes().filter { $0.month != note.month || $0.service != note.service }
        notes.append(note)
        notes.sort { ($0.month, $0.service) < ($1.month, $1.service) }
        let file = try AtomicFile(folder: folder, name: PushNoteFile.name)
        try file.write(try PushNoteFile.encoder.encode(notes) + Data("\n".utf8))
        try file.commit()
    }
}
