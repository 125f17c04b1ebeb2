import Decoding
import EventStore
import ExchangeFormats
import Foundation
import Night
import Primitives
import Privacy
import Reconstruct
import Tables

/// Folds lines of entries and of message logs, sorted by their bytes, into lines of tables: one key after the other,
/// and nothing of a key is kept when the next one comes.
package struct TableStream {
    /// What tables are written, and of what.
    package struct Settings {
        package var tables: [ExportRun.Table]
        /// Their window is that of the months.
        package var options: TableOptions
        package var mask: Mask
        package var view: OccurrenceView
        package var mailLeftOut: Set<MailOrigin>
        /// Whether each line ends in the key that it comes of.
        package var namesKeys: Bool
        let months: MonthWindows
    }

    private let settings: Settings
    private let output: StreamOutput
    private let lines: TableLines
    private var tables: KeyTables
    private var counts = StreamCounts()
    private var calendar = EntryDecoder()
    private var mail = MailEventDecoder()
    private let zones = ZoneBook()
    private let texts = TextNumbers()
    private var filters: [Int: SentMailFilter] = [:]
    /// What the trailers among the lines say of how many there are.
    private var announced: Int?
    private var key: Key?

    private struct Key {
        /// The line's first two fields.
        var bytes: [UInt8]
        var kind: EventLineKind
        var stream: StreamID
        /// Of the line before, as it stands.
        var identity: [UInt8] = []
        var entries: [Entry] = []
        var events: [MailEvent] = []
    }

    package init(_ settings: Settings, _ output: StreamOutput) {
        self.settings = settings
        self.output = output
        lines = TableLines(output, months: settings.months, namesKeys: settings.namesKeys)
        tables = KeyTables(settings, lines, settings.months)
    }

    /// - Parameter descriptor: an open file, read to its end.
    package mutating func run(_ descriptor: Int32) throws {
        try writeHeads()
        var source = LineSource(descriptor)
        while let line = try source.next() { try take(line, at: source.place) }
        try endKey()
        if let announced, announced != counts.read {
            throw Failure(
                .inputNotUnderstood,
                "The trailers tell of \(announced, "line"), and \(counts.read == 1 ? "there is" : "there are") \(counts.read).",
                at: "standard input", next: "Write the lines anew: some are missing, or stand there twice.")
        }
        try output.end(counts)
    }

    /// The head line of each table and the types of its columns, and the months that rows may be of: all, and those of
    /// them that are there in part.
    private func writeHeads() throws {
        for form in KeyTables.forms(settings.tables, settings.options, mask: settings.mask) {
            var line = Array("#head\t\(form.name)\t".utf8)
            LineField.append(CSVRow.of(form.columns, delimiter: settings.options.delimiter).dropLast(2), to: &line)
            let types = TableSchema.types(table: form.name, columns: form.columns)
            try output.note(line + "\t\(types.joined(separator: ","))".utf8)
        }
        let months = settings.months.months, parts = months.filter { !$0.isWhole }
        let names = [months, parts].map { $0.map(\.name).joined(separator: ",") }
        try output.note(Array("#months\t\(names.joined(separator: "\t"))".utf8))
    }

    private mutating func take(_ line: [UInt8], at place: String) throws {
        if line.first == UInt8(ascii: "#") { return try takeNote(line, at: place) }
        counts.read += 1
        guard let first = line.firstIndex(of: 0x09), let second = line[(first + 1)...].firstIndex(of: 0x09),
            let third = line[(second + 1)...].firstIndex(of: 0x09),
            let kind = EventLineKind(rawValue: String(decoding: line[(first + 1)..<second], as: UTF8.self))
        else { throw TableStream.unreadable("This line is of no kind that is known.", place) }
        if key.map({ !line[..<second].elementsEqual($0.bytes) }) ?? true {
            try endKey()
            guard let text = LineField.text(of: line[..<first]) else {
                throw TableStream.unreadable("The key of this line cannot be read.", place)
            }
            let number = (key?.stream.number ?? 0) + 1
            key = Key(
                bytes: Array(line[..<second]), kind: kind,
                stream: StreamID(number: number, key: String(decoding: text, as: UTF8.self)))
            lines.key = Array(line[..<first])
        }
        let identity = line[(second + 1)..<third]
        // One row is one event, however often it comes.
        guard kind != .person, key.map({ !identity.elementsEqual($0.identity) }) ?? true else { return }
        key?.identity = Array(identity)
        counts.taken += 1
        try takeEvent(line, kind, at: place)
    }

    /// A head is of no concern here; a trailer tells how many lines there have to be.
    private mutating func takeNote(_ line: [UInt8], at place: String) throws {
        guard line.starts(with: Trailer.word.utf8) else { return }
        guard let trailer = Trailer(line[...]) else {
            throw TableStream.unreadable("This trailer cannot be read.", place)
        }
        let (sum, overflow) = (announced ?? 0).addingReportingOverflow(trailer.written)
        guard !overflow else { throw TableStream.unreadable("This trailer cannot be read.", place) }
        announced = sum
    }

    private mutating func takeEvent(_ line: [UInt8], _ kind: EventLineKind, at place: String) throws {
        guard let eventKind = kind.eventKind, let number = key?.stream.number else { return }
        guard let event = EventLine(line, kind: eventKind, stream: number, texts: texts) else {
            throw TableStream.unreadable("This line has too few fields, or no identity.", place)
        }
        if let column = event.unreadableColumn {
            throw TableStream.unreadable("The field \(column) of this line cannot be read.", place)
        }
        switch kind {
        case .calendar:
            if tables.showsEntries { try tables.add(event, asOf: settings.view.asOf) }
            if tables.showsOccurrences { key?.entries.append(calendar.entry(event)) }
        case .mail:
            if tables.showsMail, let found = mail.event(event) { key?.events.append(found) }
        case .person: break
        }
    }

    private static func unreadable(_ what: String, _ place: String) -> Failure {
        Failure(
            .inputNotUnderstood, what, at: place,
            next: "Give it lines of 'calfold stream entries' of this version, sorted by their bytes.")
    }

    /// Folds the key at hand.
    private mutating func endKey() throws {
        guard let key else { return }
        calendar.forgetMet()
        if !key.entries.isEmpty {
            try settings.view.forEach(key.stream, key.entries, zones, in: settings.months.hull) { try tables.add($0) }
            try tables.endKey()
        }
        if !key.events.isEmpty {
            try addMail(key)
            try tables.endKey()
        }
        self.key?.entries = []
        self.key?.events = []
    }

    /// Month by month, as a month's table sees the messages around it.
    private mutating func addMail(_ key: Key) throws {
        let asOf = settings.view.asOf
        let events = asOf.map { instant in key.events.filter { $0.instant <= instant } } ?? key.events
        let messages = foldMail(events).messages
        for month in Set(messages.compactMap { settings.months.index(of: $0.when) }).sorted() {
            let window = settings.months.months[month].window
            let filter =
                filters[month]
                ?? SentMailFilter(mask: settings.mask, window: window, leavingOut: settings.mailLeftOut)
            filters[month] = filter
            // Of an earlier moment all messages are at hand, of the newest those around the window: as exports have it.
            let reach = SentMailFilter.reach(of: window)
            let near = asOf == nil ? messages.filter { reach.contains($0.when) } : messages
            for mail in filter.mails(id: key.stream.key, near) { try tables.add(mail, month: month) }
        }
    }
}
