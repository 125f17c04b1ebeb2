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
    ///   - progress: gets the progress within a file.
    ///   - finished: gets the reports of files as soon as they are done with, and outlive a power cut: of small files
    ///     many at once.
    /// - Throws: what stops the whole run, such as a full disk; what is wrong with one file is in its report.
    package func run(
        into log: EventLog, progress: (Step) -> Void = { _ in }, finished: ([FileReport]) throws -> Void = { _ in }
    ) throws -> IngestReport {
        var report = IngestReport()
        var line: FileReport?
        try FilesIntake(files: files, options: reading).run(into: Appender(log)) { steps in
            var done: [FileReport] = []
            for step in steps {
                let path = files[step.file]
                var known = line ?? FileReport(file: path)
                known.outcome += step.outcome
                known.notes += step.notes
                line = known
                progress(Step(file: step.file + 1, rowsRead: known.outcome.rowsRead, share: step.share))
                guard let end = step.end else { continue }
                line = nil
                if case .refused(let error) = end {
                    if foundInFolders.contains(path), InputFinder.isSomethingElse(name: path, refusal: error) {
                        report.passedOver.append(path)
                        continue
                    }
                    known.refused = error.explanation
                }
                done.append(known)
            }
            report.files += done
            try finished(done)
        }
        return report
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

    package init(file: String) { self.file = file }

    package static func words(_ outcome: AppendOutcome) -> String {
        "\(outcome.taken) taken + \(outcome.duplicate) duplicate + \(outcome.quarantined) quarantined = \(outcome.rowsRead, "row") read"
    }
}

/// What became of all files of a run.
package struct IngestReport {
    package var files: [FileReport] = []
    /// Files in folders that are no exports.
    var passedOver: [String] = []

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
    private enum Key: String, CodingKey { case files, total, refused, skipped }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(files, forKey: .files)
        try container.encode(RowCounts(total), forKey: .total)
        try container.encode(refused, forKey: .refused)
        if skipped > 0 { try container.encode(skipped, forKey: .skipped) }
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
