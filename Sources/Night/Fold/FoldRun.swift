import Encodings
import EventStore
import Primitives
import Projection
import Reconstruct
import Tables

/// Brings the stored meetings and e-mails up to date with the log.
package struct FoldRun {
    /// Folds every stream, not only those with new entries.
    package var anew = false

    package init(anew: Bool = false) {
        self.anew = anew
    }

    /// - Parameter progress: gets how many streams are folded so far: of meetings first, then of e-mails.
    package func run(on log: EventLog, progress: (_ streams: Int) -> Void = { _ in }) throws -> FoldReport {
        let changedBooks = try log.mendBookkeeping()
        let changedNames = try Projection.forgetChangedNames(in: log)
        let meetings = try Projection(log).fold(anew: anew, progress: progress)
        let mail = try MailProjection(log).fold(anew: anew) { progress(meetings.streams + $0) }
        return FoldReport(
            streams: meetings.streams, entries: meetings.events, meetings: meetings.meetings,
            unknownActions: meetings.unknownActions, unknownClasses: meetings.unknownClasses,
            undatedExceptions: meetings.undatedExceptions,
            undecodedBlobs: try UndecodedBlobReport(meetings.undecodedBlobs, in: log),
            mail: MailFoldReport(mail), mended: changedBooks + changedNames + meetings.mended + mail.mended)
    }

    /// Whether there is nothing that a fold has not seen, and nothing of what it left that somebody else has changed.
    package static func isCurrent(_ log: EventLog) throws -> Bool {
        try log.bookkeepingFaults().isEmpty && Projection(log).isCurrent() && MailProjection(log).isCurrent()
            && Projection.faults(of: log).isEmpty
            && MailProjection.faults(of: log).isEmpty
    }
}

/// What a fold did.
package struct FoldReport: Encodable {
    package var streams: Int
    package var entries: Int
    package var meetings: Int
    /// Trigger actions that no documentation lists, and how often each came.
    var unknownActions: [String: Int]
    /// Item classes that have no effect because they are not known; the empty text for entries without one.
    var unknownClasses: [String: Int]
    /// Entries of exceptions that nothing says the date of.
    var undatedExceptions: Int
    var undecodedBlobs: UndecodedBlobReport
    package var mail: MailFoldReport
    /// What somebody else had changed of what is stored.
    package var mended: [String] = []

    /// What was folded, a line each.
    package var lines: [String] {
        let calendar = "\(streams, "stream") with \(entries, "entry", "entries") folded into \(meetings, "meeting")"
        return (entries == 0 && !mail.lines.isEmpty ? [] : [calendar]) + mail.lines
    }

    static func warnings(ofMended changes: [String]) -> [String] {
        changes.map { "Somebody else had changed what is stored (\($0)); it was made anew." }
    }

    /// What a person should know of it, a sentence each.
    ///
    /// - Parameter namesFiles: false where the sentences leave the store, as a file's name may be a person's; addresses in
    ///   other names stay behind too.
    package func warnings(namesFiles: Bool) -> [String] {
        FoldReport.warnings(ofMended: mended)
            + named(unknownActions, namesFiles) { name, count in
                "The trigger action \(name) is not known; \(count, "entry with it counts", "entries with it count") as saved."
            }
            + named(unknownClasses, namesFiles) { name, count in
                name.isEmpty
                    ? "\(count, "entry has", "entries have") no item class and no effect."
                    : "The item class \(name) is not known; \(count, "entry with it has", "entries with it have") no effect."
            }
            + (undatedExceptions == 0
                ? []
                : [
                    "\(undatedExceptions, "entry of an exception does", "entries of exceptions do") not say of which date, and no effect comes of it: export GlobalObjectId or OriginalStartDate too."
                ])
            + undecodedBlobs.warnings(namesFiles: namesFiles) + mail.warnings
    }

    /// A sentence for each name, those that came most often first, and how many more there are.
    private func named(
        _ counts: [String: Int], _ showsAddresses: Bool, _ sentence: (String, Int) -> String
    ) -> [String] {
        let most = 10
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let rest = sorted.dropFirst(most)
        let more =
            rest.isEmpty
            ? []
            : ["\(rest.count, "more name") like these, in \(rest.reduce(0) { $0 + $1.value }, "entry", "entries")."]
        return sorted.prefix(most).map { name, count in
            sentence(showsAddresses || Self.isWordOfAProgram(name) ? String(name.prefix(60)) : "(a text)", count)
        } + more
    }

    /// Whether a name has the form of those that programs give to actions and classes. Anything else in such a cell may
    /// be a person, a subject or an address.
    private static func isWordOfAProgram(_ name: String) -> Bool {
        let folded = name.lowercased()
        let isClass = ["ipm.", "report."].contains { folded.hasPrefix($0) }
        return name.utf8.count <= 60
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "."), UInt8(ascii: "_"): isClass
                default: ASCII.isLetter(byte) || isClass && ASCII.isDigit(byte)
                }
            }
    }
}

/// Recurrence blobs that could not be decoded: the series behind them are not guessed at.
struct UndecodedBlobReport: Encodable {
    struct Blob: Encodable {
        var file: String
        /// The number of the file in the store.
        var source: Int64
        var line: Int64
        var byte: Int
        var reason: String
    }

    var first: [Blob]
    var count: Int

    init(_ blobs: UndecodedBlobs, in log: EventLog) throws {
        count = blobs.count
        first = try blobs.first.map {
            .init(
                file: try log.sourceName($0.place.source) ?? "", source: $0.place.source, line: $0.place.line,
                byte: $0.error.offset, reason: $0.error.description)
        }
    }

    fileprivate func warnings(namesFiles: Bool) -> [String] {
        guard count > 0 else { return [] }
        return first.map {
            let file = namesFiles ? TerminalText.line($0.file) : "file \($0.source) of the store"
            return
                "\(file), line \($0.line): the recurrence blob cannot be decoded: \($0.reason). Its series stands with its first date alone."
        }
            + (count > first.count
                ? ["\(count - first.count, "more recurrence blob", "more recurrence blobs") cannot be decoded."] : [])
    }
}

/// What a fold did with the rows of message logs.
package struct MailFoldReport: Encodable {
    /// Message ids that had new rows.
    package var streams: Int
    package var rows: Int
    package var messages: Int
    /// One for each message and final recipient.
    package var emails: Int
    /// Messages of which only the submission is known.
    var submittedOnly: Int
    package var countedRows: Int
    /// The other rows, by reason.
    package var leftOutRows: [String: Int]
    /// Recipients of rows that count and that received nothing themselves, by reason.
    package var leftOutRecipients: [String: Int]
    /// Servers to which rows hand messages and of which the store has no row: the first of them, in order, and how many
    /// there are.
    package var serversWithoutLog: [String]
    package var serversWithoutLogCount: Int

    private static let mostServers = 20

    package init(_ outcome: MailProjection.Outcome) {
        let account = outcome.account
        streams = outcome.streams
        rows = outcome.rows
        messages = outcome.messages
        emails = outcome.emails
        submittedOnly = account.submittedOnly
        countedRows = account.countedRows
        leftOutRows = Dictionary(uniqueKeysWithValues: account.rows.map { ($0.key.rawValue, $0.value) })
        leftOutRecipients = Dictionary(uniqueKeysWithValues: account.recipients.map { ($0.key.rawValue, $0.value) })
        serversWithoutLog = outcome.serversWithoutLog.prefix(MailFoldReport.mostServers).map { String($0.prefix(253)) }
        serversWithoutLogCount = outcome.serversWithoutLog.count
    }

    fileprivate var lines: [String] {
        guard streams > 0 else { return [] }
        var lines = [
            "\(streams, "message id") with \(rows, "row") folded into \(messages, "message") with \(emails, "e-mail")"
        ]
        if !leftOutRows.isEmpty { lines.append("rows that count nobody: " + words(leftOutRows)) }
        if !leftOutRecipients.isEmpty { lines.append("addresses that are nobody's: " + words(leftOutRecipients)) }
        if serversWithoutLogCount > 0 {
            let more = serversWithoutLogCount > serversWithoutLog.count ? ", … (\(serversWithoutLogCount) in all)" : ""
            lines.append(
                "servers that messages were handed to and of which no log was taken in: "
                    + serversWithoutLog.joined(separator: ", ") + more)
        }
        return lines
    }

    fileprivate var warnings: [String] {
        submittedOnly == 0
            ? []
            : [
                "Of \(submittedOnly, "message") the log shows no more than the submission: the recipients are those that the sender named."
            ]
    }

    /// The most frequent first: `hop 12, list 3`.
    private func words(_ counts: [String: Int]) -> String {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }.joined(
            separator: ", ")
    }
}
