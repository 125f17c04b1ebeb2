import Decoding
import EventStore
import ExchangeFormats
import Intake
import Night
import Reconstruct

/// Writes the rows of files as lines, by the readers that take files into the log.
package final class EntryStream {
    private let output: StreamOutput
    private let rejected: RejectedRows?
    private let options: CalendarReaderOptions
    private var people = PeopleOfRows()
    private let texts = TextNumbers()
    private var stream: Int64 = 0

    /// What a run found.
    package struct Report {
        package var counts = StreamCounts()
        package var rejected: Int { counts.read - counts.taken }
        /// Files, or what lies in them, that could not be read, or not to their end.
        package var refused: [IntakeError] = []
        /// What is worth telling of a file, in words that follow its name.
        package var notes: [(path: String, text: String)] = []
        /// Files in folders that are no exports.
        package var passedOver = 0
    }

    /// - Parameter rejected: takes rows that cannot be understood.
    package init(options: CalendarReaderOptions, output: StreamOutput, rejected: RejectedRows?) {
        self.options = options
        self.output = output
        self.rejected = rejected
    }

    /// - Parameters:
    ///   - files: in the order in which they are read.
    ///   - foundInFolders: files that nobody has named: what is no export among them is passed over.
    /// - Throws: what stops the run; what is wrong with one file is in the report.
    package func run(_ files: [String], foundInFolders: Set<String>) throws -> Report {
        var report = Report()
        let companions = SupportScript.companions(among: files)
        report.passedOver = files.count(where: companions.contains)
        for path in files where !companions.contains(path) {
            var parts = ExportParts(path: path, limits: options.limits)
            while let part = parts.next() {
                do {
                    try read(part, &report)
                } catch let error as IntakeError {
                    let isFound = part.isFound || foundInFolders.contains(path)
                    if isFound, InputFinder.isSomethingElse(name: part.path, refusal: error) {
                        report.passedOver += 1
                    } else {
                        report.refused.append(error)
                    }
                }
                if part.isAlone { break }
            }
        }
        try output.end(report.counts)
        return report
    }

    private func read(_ part: ExportParts.Part, _ report: inout Report) throws {
        var reader = try ExportReader(part, options: options)
        while let chunk = try reader.next() {
            report.counts.read += chunk.rowsRead
            report.counts.taken += chunk.batch.rows.count
            report.notes += chunk.notes.map { (part.path, $0) }
            try write(chunk.batch)
            for row in chunk.quarantined { try rejected?.add(row, of: part.path) }
        }
    }

    private func write(_ batch: EventBatch) throws {
        try batch.arena.withUnsafeBufferPointer { arena in
            for index in batch.rows.indices {
                stream += 1
                var line: [UInt8] = []
                batch.append(index, arena, to: &line)
                let names = EventLine(line, kind: batch.kind, stream: stream, texts: texts).map { people.read($0) }
                line.append(0x09)
                LineField.append((names ?? []).joined(separator: "\n").utf8, to: &line)
                try output.line { $0 += line }
            }
        }
        try people.forEachNewPair { pair in try output.line(pair.append) }
    }
}

/// The legacy DNs that stand in rows, and what rows teach of them, as the fold understands people.
private struct PeopleOfRows {
    private var decoder = EntryDecoder()
    private var mail = MailEventDecoder()
    private var waiting: [TaughtPair] = []
    /// Not to be told again.
    private var told: Set<TaughtPair> = []
    private static let mostTold = 100_000

    /// - Returns: the DNs that stand in a row, in the one form that addresses have, in order.
    mutating func read(_ line: EventLine) -> [String] {
        line.kind == .mail ? namesOfMail(line) : namesOfEntry(line)
    }

    private mutating func namesOfEntry(_ line: EventLine) -> [String] {
        let entry = decoder.entry(line)
        decoder.forgetMet()
        for pair in decoder.pairs {
            let taught = TaughtPair(dn: pair.dn, address: pair.address, loggedAt: entry.loggedAt)
            if told.count >= PeopleOfRows.mostTold { told.removeAll(keepingCapacity: true) }
            if told.insert(taught).inserted { waiting.append(taught) }
        }
        guard !decoder.legacyDNs.isEmpty || !decoder.pairs.isEmpty else { return [] }
        return PeopleOfRows.sorted(decoder.legacyDNs.union(decoder.pairs.map(\.dn)))
    }

    private mutating func namesOfMail(_ line: EventLine) -> [String] {
        guard let event = mail.event(line) else { return [] }
        let people = [event.sender].compactMap { $0 } + event.recipients + event.relatedRecipients
        let names = people.filter { $0.utf8.first == UInt8(ascii: "/") }
        return names.isEmpty ? [] : PeopleOfRows.sorted(Set(names))
    }

    private static func sorted(_ names: Set<String>) -> [String] {
        names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    mutating func forEachNewPair(_ body: (TaughtPair) throws -> Void) throws {
        for pair in waiting { try body(pair) }
        waiting.removeAll(keepingCapacity: true)
    }
}
