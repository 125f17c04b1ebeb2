import Encodings
import EventStore
import ExchangeFormats
import Foundation
import Intake
import Polling
import Primitives
import Privacy
import Publishing

/// One night: takes in what is new, folds it, writes the months that it touches, checks them, publishes them and
/// reports. Whatever cuts it off, the next run finds in the store what is left to do.
package struct NightlyRun {
    package var settings: NightSettings
    /// The day in whose month the window of months stands.
    package var today: CivilDate
    package var isDryRun = false
    /// Whether people may get other pseudonyms than they had.
    package var acceptsNewKey = false
    /// Gets how far a poll is, in words; nil when it has ended.
    package var progress: (String?) -> Void = { _ in }

    package init(
        settings: NightSettings, today: CivilDate, isDryRun: Bool = false, acceptsNewKey: Bool = false,
        progress: @escaping (String?) -> Void = { _ in }
    ) {
        self.settings = settings
        self.today = today
        self.isDryRun = isDryRun
        self.acceptsNewKey = acceptsNewKey
        self.progress = progress
    }

    /// - Returns: the report; a failure that ended the run is in it.
    package func run() throws -> NightReport {
        ScratchFolder.clearLeftovers()
        let scratch = isDryRun ? try DryRunFolder(settings) : nil
        let settings = scratch?.settings ?? settings
        // Longer than who asks whether a night is at work holds it.
        let lock = try StoreLock(store: settings.store, for: .night, waiting: 1)
        return try withExtendedLifetime((lock, scratch)) {
            MonthExport.clearLeftovers(in: settings.out)
            let began = Date()
            var diary = NightDiary(report: NightReport(calfold: Program.version, began: began, isDryRun: isDryRun))
            let log = try EventLog(path: settings.store, access: .readWrite)
            let faults = try believable(NightLedger.faults(of: log))
            let changedBooks = try log.mendBookkeeping()
            let ledger = try NightLedger(log)
            try tell(cutOff: ledger.begin(at: Int64(began.timeIntervalSince1970 * 1000)), &diary.report)
            do {
                diary.report.tell(mended: changedBooks)
                try mend(faults, ledger, &diary.report)
                try work(settings, log, ledger, &diary)
            } catch {
                guard let failure = Failure(translating: error) else { throw error }
                diary.report.raise(failure.status)
                diary.report.failure = [failure.what, failure.next].compactMap { $0 }.joined(separator: " ")
            }
            diary.report.ended = NightReport.text(Date())
            do {
                try keep(diary.report, began: began, settings, ledger)
            } catch {
                // A full disk has told of itself already; the report is printed all the same.
                diary.report.raise(.cannotWrite)
                diary.report.failure =
                    diary.report.failure ?? Failure(translating: error)?.what ?? "The report cannot be kept."
            }
            leaveMetrics(settings, log, &diary.report)
            return diary.report
        }
    }

    /// What is told to monitoring is told last, of a night that is kept already.
    private func leaveMetrics(_ settings: NightSettings, _ log: EventLog, _ report: inout NightReport) {
        guard let path = settings.metrics, !isDryRun else { return }
        do {
            try NightMetrics(report, log: log, store: settings.store).write(to: path)
        } catch {
            report.warnings.append("The file for monitoring was not written. \(error)")
            report.raise(.doneWithDoubts)
        }
    }

    /// - Throws: a `Failure` with `.refused` where it cannot be told whether the people of the last tables stay who they
    ///   were.
    private func believable(_ faults: [NightLedger.Fault]) throws -> [NightLedger.Fault] {
        if !acceptsNewKey, let fault = faults.first(where: { $0.part == .people }) {
            throw Failure(
                .refused,
                """
                Somebody else has changed what the store keeps of the key and the people of the last tables (\(fault.what)): whether they would be the \
                same cannot be told. Nothing was taken in or written.
                """,
                next: "When key, domains and directory are as they were, run once with --accept-new-key.")
        }
        return faults
    }

    private func mend(_ faults: [NightLedger.Fault], _ ledger: NightLedger, _ report: inout NightReport) throws {
        guard !faults.isEmpty else { return }
        try ledger.mend(faults)
        for part in NightLedger.Part.allCases {
            guard let fault = faults.first(where: { $0.part == part }) else { continue }
            let done =
                switch part {
                case .files: "Every file of the inbox is read again."
                case .months: "Every month is written anew."
                case .people: "Key and people of this night are taken for the right ones, as was asked for."
                case .runs: "The reports are kept as they stand."
                }
            report.warnings.append("Somebody else has changed what nights keep: \(fault.what). \(done)")
        }
        report.raise(.doneWithDoubts)
    }

    private func tell(cutOff: [Int64], _ report: inout NightReport) {
        guard let last = cutOff.last else { return }
        let moment = NightReport.text(Date(timeIntervalSince1970: Double(last) / 1000))
        report.warnings.append(
            cutOff.count == 1
                ? "The night that began \(moment) was cut off before its end; this one does what it left."
                : "\(cutOff.count) nights were cut off before their end, the last of them began \(moment); this one does what they left."
        )
    }

    private func work(
        _ settings: NightSettings, _ log: EventLog, _ ledger: NightLedger, _ diary: inout NightDiary
    ) throws {
        let export = settings.export
        // Told before what it tells of is read: a directory that comes meanwhile is then found to be another one by the
        // next night. What cannot be read is told of below, in better words.
        let fingerprint = Result { try settings.fingerprint(version: Program.version) }
        // Built before anything is taken in: what is wrong with the key or the directory is told at once.
        var tables = try prepared(export, settings, log, &diary.report)
        let people = try guarded(export, tables, ledger)
        var settings = settings
        let directory = tables.mask.people.directory
        settings.reading.find(mailboxesIn: directory)
        if let poll = settings.poll, !isDryRun {
            try ledger.remember(pollState: URL(filePath: poll.state).standardizedFileURL.path)
        }
        if settings.poll != nil { diary.step("poll") { poll(settings, &$0) } }
        try diary.step("ingest") { report in
            try takeIn(settings, log, ledger, &report)
            try removePages(settings, ledger, &report)
        }
        try writeTables(settings, log, ledger, &tables, made: try fingerprint.get(), &diary)
        try tell(whether: people.note(tables.mask), tables.mask, &diary.report)
        audit(settings, log, &diary)
        diary.step("publish") { publish(settings, &$0) }
        progress(nil)
        guard settings.push != nil else { return }
        try diary.step("push") { try push(settings, log, tables, &$0) }
    }

    /// Looks for calendars that disagree. What it finds is no fault of the night, and what stops it stops nothing else.
    private func audit(_ settings: NightSettings, _ log: EventLog, _ diary: inout NightDiary) {
        guard let audit = settings.audit, !isDryRun else { return }
        diary.step("audit") { report in
            do {
                report.audit = try NightAudit.run(audit, on: log) { progress("auditing: \($0)") }
            } catch {
                let failure = Failure(translating: error)?.what ?? "\(error)"
                report.warnings.append("The audit was not done. \(failure)")
                report.raise(.doneWithDoubts)
            }
            progress(nil)
        }
    }

    /// Stops a night that would turn the people of the last tables into others.
    private func guarded(_ export: ExportSettings, _ tables: ExportRun, _ ledger: NightLedger) throws -> PeopleGuard {
        let people = PeopleGuard(ledger: ledger, pseudonymiser: try export.privacy.key.pseudonymiser { _ in })
        if acceptsNewKey { try ledger.forgetPeople() } else { try people.check(tables.mask) }
        return people
    }

    /// Tables in which everybody is external are of no use to anybody, and nothing else tells of it.
    private func tell(whether hasPeople: Bool, _ mask: Mask, _ report: inout NightReport) {
        guard !hasPeople, mask.counts.externals > 0 else { return }
        let filtered = mask.counts.filtered, leftOut = (filtered[.excluded] ?? 0) + (filtered[.outOfScope] ?? 0)
        report.warnings.insert(PeopleReport.nobodyIsInside(mask.counts.externals, leftOut: leftOut), at: 0)
        report.raise(.doneWithDoubts)
    }

    /// Folds what is new and writes the months that it touches. Until they are noted as complete nobody else may change
    /// what they are made of.
    ///
    /// - Parameter made: what tells in which way the tables are made.
    private func writeTables(
        _ settings: NightSettings, _ log: EventLog, _ ledger: NightLedger, _ tables: inout ExportRun, made: String,
        _ diary: inout NightDiary
    ) throws {
        let lock = try StoreLock(store: settings.store, for: .fold, waiting: 60)
        try withExtendedLifetime(lock) {
            // What the tables have at least: somebody may take in more meanwhile.
            let head = try log.head()?.lastPosition ?? 0
            try diary.step("fold") { report in
                let folded = try FoldRun().run(on: log) { progress("folding: \($0, "stream")") }
                report.warnings += folded.warnings(namesFiles: false)
                if !folded.mended.isEmpty { report.raise(.doneWithDoubts) }
                let changes = try ledger.noteChanges(
                    zone: settings.zone, upTo: head,
                    now: Instant(ticks: Clock.milliseconds * Instant.ticksPerMillisecond))
                report.newEvents = changes.mapValues(\.events)
                report.meetingsChanged = changes["calendar"]?.streams ?? 0
                report.messagesChanged = changes["mail"]?.streams ?? 0
                try ledger.note(settings: made + (log.lastPosition(of: .mail) > 0 ? " with mail" : ""))
                report.chainHead = try log.head().map { Hex.lowercase($0.hash) }
                report.rowsInQuarantine = try log.quarantineCount()
            }
            try tellReach(settings, ledger, &diary.report)
            try diary.step("export") { report in
                try MonthExport(
                    settings: settings, log: log, ledger: ledger, today: today, position: head,
                    reaches: try ledger.reaches(now: Instant(ticks: Clock.milliseconds * Instant.ticksPerMillisecond)),
                    progress: progress
                ).run(&tables, &report)
            }
        }
    }

    /// What the tables of this night do not reach, and how new the newest of the log is.
    private func tellReach(_ settings: NightSettings, _ ledger: NightLedger, _ report: inout NightReport) throws {
        let window = MonthNumber(number: MonthNumber(today).number - settings.monthsBack)
        report.monthsBefore = try ledger.months(before: window)
        let newest = try ledger.newestEvents()
        report.newestEntry = newest["calendar"].map { NightReport.text($0) }
        report.newestMessageRow = newest["mail"].map { NightReport.text($0) }
    }

    private func prepared(
        _ export: ExportSettings, _ settings: NightSettings, _ log: EventLog, _ report: inout NightReport
    ) throws -> ExportRun {
        var remarks: [Remark] = []
        let tables: ExportRun
        do {
            tables = try export.prepared(on: log) { remarks.append($0) }
        } catch PseudonymKey.KeyError.missing {
            throw Failure(
                .refused,
                "No key to make pseudonyms with. Name a file with a secret in key-file, or set \(PseudonymKey.variable)."
            )
        } catch let error as PseudonymKey.KeyError {
            let status = Failure(translating: error)?.status ?? .refused
            throw Failure(status, "key-file (\(settings.keyPlace)): \(error.description)")
        }
        if export.privacy.acceptedDomains.isEmpty {
            remarks.append(.fact("Nobody counts as external: accepted-domain is not set."))
        }
        if export.privacy.leavesOutEverybody(tables.mask.people) { report.raise(.doneWithDoubts) }
        for remark in remarks {
            switch remark {
            case .fact(let text): report.facts = (report.facts ?? []) + [text]
            case .doubt(let text): report.warnings.append(text)
            }
        }
        return tables
    }

    /// Fetches message traces. A night goes on without them: what is not polled now is polled the next time.
    private func poll(_ settings: NightSettings, _ report: inout NightReport) {
        guard var poll = settings.poll else { return }
        poll.isDryRun = isDryRun
        defer { progress(nil) }
        do {
            let (outcome, failure) = try PollRun(settings: poll).run(progress: progress)
            report.poll = outcome
            if let failure { throw failure }
            report.raise(PollRun.status(of: outcome))
        } catch {
            let failure = Failure(translating: error) ?? Failure(.serviceUnavailable, "The poll failed: \(error).")
            if failure.status == .storeBusy {
                report.facts =
                    (report.facts ?? []) + ["Another poll is under way; what it brings is taken in by the next night."]
                return
            }
            report.warnings.append(
                "Message traces were not polled to the end. \([failure.what, failure.next].compactMap { $0 }.joined(separator: " "))"
            )
            report.raise(.serviceUnavailable)
        }
    }

    /// Takes pages away that were taken in whole, some days after they came.
    private func removePages(_ settings: NightSettings, _ ledger: NightLedger, _ report: inout NightReport) throws {
        guard let poll = settings.poll, !isDryRun else { return }
        let pages = PageFolder(inbox: poll.inbox, state: poll.state).pages(
            olderThanDays: settings.keepDays, now: Clock.milliseconds / 1000)
        let (found, unreadable) = try ledger.newFiles(among: pages, now: Clock.milliseconds / 1000) {
            settings.reading.mailbox(inPath: $0) ?? ""
        }
        guard unreadable == 0 else { return }
        let isNew = Set(found.map(\.path))
        let removed = pages.filter { !isNew.contains($0) && unlink($0) == 0 }
        try ledger.forget(removed)
        if !removed.isEmpty { report.pagesRemoved = removed.count }
    }

    private func takeIn(
        _ settings: NightSettings, _ log: EventLog, _ ledger: NightLedger, _ report: inout NightReport
    ) throws {
        var errors: [IntakeError] = []
        let paths = try InputFinder().files(below: settings.inbox, errors: &errors)
        report.filesInInbox = paths.count
        let companions = SupportScript.companions(among: paths)
        if paths.isEmpty {
            report.inboxEmptySince = try NightReport.last(of: log)?.inboxEmptySince ?? report.began
        }
        let (files, unreadable) = try ledger.newFiles(among: paths, now: Clock.milliseconds / 1000) {
            settings.reading.mailbox(inPath: $0) ?? ""
        }
        let unnamed = errors.count { $0.code == .nameIsNoText }
        if unnamed > 0 {
            report.warnings.append(
                "\(unnamed, "file or folder of the inbox has a name that is", "files or folders of the inbox have names that are") not UTF-8, and \(unnamed == 1 ? "was" : "were") not taken in; 'find \(settings.inbox) | LC_ALL=C.UTF-8 grep -axv \".*\"' shows which. 'convmv -r -f latin1 -t utf8 --notest \(settings.inbox)' renames them."
            )
            report.raise(.inputNotUnderstood)
        }
        let closed = unreadable + errors.count - unnamed
        if closed > 0 {
            report.warnings.append(
                "\(closed, "file or folder", "files or folders") of the inbox cannot be read by this account; as this account, 'find \(settings.inbox) ! -readable' shows which."
            )
            report.raise(.inputNotUnderstood)
        }
        // Two paths may be one text to Swift's strings, and still be two files.
        let found = files.reduce(into: [[UInt8]: NightLedger.FoundFile]()) { $0[Array($1.path.utf8)] = $1 }
        let wanted = files.map(\.path).filter { !companions.contains($0) }
        let outcome = try IngestRun(
            files: wanted, reading: settings.reading, foundInFolders: Set(wanted)
        ).run(
            into: { log },
            progress: { step in
                progress("taking in file \(step.file) of \(wanted.count), \(step.rowsRead, "row") of this one")
            },
            finished: { _, done in
                for line in done {
                    report.add(
                        .init(
                            sha256: found[Array(line.file.utf8)]?.sha256 ?? "", rowsRead: line.outcome.rowsRead,
                            new: line.outcome.taken, known: line.outcome.duplicate,
                            quarantined: line.outcome.quarantined, refused: line.refused, notes: line.notes))
                }
                try ledger.take(done.filter { $0.refused == nil }.compactMap { found[Array($0.file.utf8)] })
            })
        report.passOver(
            (files.map(\.path).filter(companions.contains) + outcome.passedOver.map(\.file)).compactMap {
                found[Array($0.utf8)]?.sha256
            })
        report.raise(outcome.status)
    }

    private func publish(_ settings: NightSettings, _ report: inout NightReport) {
        guard let target = settings.target else { return }
        report.target = target.label
        progress("publishing to \(target.label)")
        let sets = PublicationSet.written(in: settings.out)
        let outcomes = Publication(to: target, attempts: settings.attempts).run(sets, sending: !isDryRun)
        report.filesSent = outcomes.reduce(0) { $0 + $1.sent.count }
        report.filesThere = outcomes.reduce(0) { $0 + $1.unchanged.count }
        report.filesWithdrawn = outcomes.reduce(0) { $0 + $1.withdrawn.count }
        let arrived = Set(outcomes.filter { $0.failure == nil }.compactMap(\.month))
        for index in report.tables.indices where !isDryRun {
            report.tables[index].isPublished = arrived.contains(String(report.tables[index].name.prefix(7)))
        }
        for failure in Set(outcomes.compactMap(\.failure)).sorted() {
            report.warnings.append("Not everything was published. \(failure)")
            report.raise(.serviceUnavailable)
        }
        // Whom the server does not let in it does not let in at the next try either: nobody knocks again by itself.
        if outcomes.contains(where: \.isRefused) { report.raise(.refused) }
        let retries = outcomes.reduce(0) { $0 + $1.retries }
        if retries > 0 {
            report.warnings.append("\(retries, "transfer broke and was", "transfers broke and were") tried again.")
        }
    }

    private func keep(_ report: NightReport, began: Date, _ settings: NightSettings, _ ledger: NightLedger) throws {
        guard !isDryRun else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let json = try encoder.encode(report)
        try ledger.record(
            .init(
                began: Int64(began.timeIntervalSince1970 * 1000), ended: Clock.milliseconds, status: report.status,
                report: String(decoding: json, as: UTF8.self)))
        for (name, data) in [("last-night.json", json), ("last-night.txt", Data((report.text + "\n").utf8))] {
            let file = try AtomicFile(folder: settings.out, name: name)
            try file.write(data)
            try file.commit()
        }
    }
}
