import EventStore
import Intake
import Primitives

/// Takes files into a log, in their order; a file that is refused does not keep the others out.
package struct IngestRun {
    package var files: [String]
    package var reading: CalendarReaderOptions
    /// Files that were found in a folder: what is no export among them is counted, and not refused.
    package var foundInFolders: Set<String> = []

    package init(files: [String], reading: CalendarReaderOptions, foundInFolders: Set<String> = []) {
        self.files = files
        self.reading = reading
        self.foundInFolders = foundInFolders
    }

    /// How far the run is, for a line on a terminal.
    package struct Step {
        /// From 1.
        package var file: Int
        package var rowsRead: Int
        /// Of the file that is read, where its size is known.
        package var share: Double?
    }

    /// - Parameters:
    ///   - log: asked for as soon as there is something to write, so that files which are refused make no store.
    ///   - progress: gets the progress within a file.
    ///   - finished: gets the reports of exports as soon as they are done with, and outlive a power cut, and those of the
    ///     files that they lie in: of small files many at once.
    /// - Throws: what stops the whole run, such as a full disk; what is wrong with one file is in its report.
    package func run(
        into log: () throws -> EventLog, progress: (Step) -> Void = { _ in },
        finished: (_ exports: [FileReport], _ files: [FileReport]) throws -> Void = { _, _ in }
    ) throws -> IngestReport {
        var report = IngestReport()
        let companions = SupportScript.companions(among: files)
        report.passedOver = files.filter(companions.contains).map {
            .init(file: $0, reason: SupportScript.isCompanion(path: $0).explanation)
        }
        let files = files.filter { !companions.contains($0) }
        var appender: Appender?
        func writer() throws -> Appender {
            if let appender { return appender }
            let made = Appender(try log())
            appender = made
            return made
        }
        var line: FileReport?
        var file: OpenFileReport?
        try FilesIntake(files: files, options: reading).run(into: writer) { steps in
            var done: [FileReport] = [], whole: [FileReport] = []
            for step in steps {
                let path = files[step.file]
                var open = file ?? OpenFileReport(path)
                if step.isOfExport {
                    var known = line ?? FileReport(file: step.path)
                    known.outcome += step.outcome
                    known.notes += step.notes
                    line = step.end == nil ? known : nil
                    progress(Step(file: step.file + 1, rowsRead: known.outcome.rowsRead, share: step.share))
                    if let end = step.end {
                        let ended = open.end(known, end, isFound: step.isFound || foundInFolders.contains(path))
                        if let ended {
                            done.append(ended)
                        } else if step.isFound {
                            report.passedOver.append(.init(file: step.path, reason: open.lastDoubt?.explanation))
                        }
                    }
                }
                file = open
                guard step.endsFile else { continue }
                file = nil
                if let refused = open.refusedAsAWhole { done.append(refused) }
                if open.isSomethingElse {
                    report.passedOver.append(.init(file: path, reason: open.lastDoubt?.explanation))
                } else {
                    whole.append(open.report)
                }
            }
            report.files += done
            try finished(done, whole)
        }
        return report
    }
}

/// A file whose exports are being read.
private struct OpenFileReport {
    /// What became of all exports in it.
    var report: FileReport
    private var exports = 0
    private var firstDoubt: IntakeError?
    /// Why the newest export that is none is none.
    private(set) var lastDoubt: IntakeError?

    init(_ path: String) { report = FileReport(file: path) }

    /// Whether it lies in a folder and is merely something that lies there.
    var isSomethingElse: Bool { exports == 0 && firstDoubt?.path == report.file }

    /// A file in which nothing is an export, although there are things in it.
    var refusedAsAWhole: FileReport? {
        mutating get {
            guard exports == 0, !isSomethingElse else { return nil }
            report.refused =
                "nothing in it is an export. "
                + (firstDoubt.map { "Of the first thing in it: \($0.explanation)" } ?? "It is empty.")
            return report
        }
    }

    /// Takes the end of an export.
    ///
    /// - Parameter isFound: nobody has named it.
    /// - Returns: the export's report; nil when it is none.
    mutating func end(_ known: FileReport, _ end: FilesIntake.End, isFound: Bool) -> FileReport? {
        var known = known
        if case .refused(let error) = end {
            if isFound, InputFinder.isSomethingElse(name: known.file, refusal: error) {
                lastDoubt = error
                if firstDoubt == nil || firstDoubt?.code == .companion { firstDoubt = error }
                return nil
            }
            known.refused = error.explanation
            report.refused = report.refused ?? error.explanation
        }
        exports += 1
        report.outcome += known.outcome
        report.notes += known.notes.filter { !report.notes.contains($0) }
        return known
    }
}

/// What became of one file.
package struct FileReport {
    package var file: String
    package var outcome = AppendOutcome()
    /// Why the file was not taken in, or not to its end.
    package var refused: String?
    /// What is worth telling beside the counts, in words that follow the file's name.
    package var notes: [String] = []

    package init(file: String, refused: String? = nil) {
        self.file = file
        self.refused = refused
    }

    package static func words(_ outcome: AppendOutcome) -> String {
        "\(outcome.taken) taken + \(outcome.duplicate) duplicate + \(outcome.quarantined) quarantined = \(outcome.rowsRead, "row") read"
    }
}

/// What became of all files of a run.
package struct IngestReport {
    package var files: [FileReport] = []
    /// Files in folders, and what lies in packed files, that are no exports.
    package var passedOver: [PassedOver] = []

    package struct PassedOver: Encodable {
        package var file: String
        package var reason: String?
    }

    package var skipped: Int { passedOver.count }

    package var total: AppendOutcome {
        var total = AppendOutcome()
        for file in files { total += file.outcome }
        return total
    }

    package var refused: Int { files.filter { $0.refused != nil }.count }

    /// How a run with this report ends.
    package var status: ExitStatus {
        if refused > 0 { return .inputNotUnderstood }
        return total.quarantined > 0 ? .doneWithDoubts : .done
    }
}

extension FileReport: Encodable {
    private enum Key: String, CodingKey { case file, counts, refused, notes }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(file, forKey: .file)
        try container.encode(RowCounts(outcome), forKey: .counts)
        try container.encodeIfPresent(refused, forKey: .refused)
        if !notes.isEmpty { try container.encode(notes, forKey: .notes) }
    }
}

extension IngestReport: Encodable {
    private enum Key: String, CodingKey { case files, total, refused, skipped, passedOver }

    /// A folder may hold thousands of files that are no exports.
    private static let mostPassedOver = 100

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(files, forKey: .files)
        try container.encode(RowCounts(total), forKey: .total)
        try container.encode(refused, forKey: .refused)
        if skipped > 0 {
            try container.encode(skipped, forKey: .skipped)
            try container.encode(Array(passedOver.prefix(IngestReport.mostPassedOver)), forKey: .passedOver)
        }
    }
}

/// The counts of an outcome as JSON shows them.
private struct RowCounts: Encodable {
    var rowsRead: Int
    var taken: Int
    var duplicate: Int
    var quarantined: Int

    init(_ outcome: AppendOutcome) {
        rowsRead = outcome.rowsRead
        taken = outcome.taken
        duplicate = outcome.duplicate
        quarantined = outcome.quarantined
    }
}
