import Encodings
import EventStore
import ExchangeFormats
import Foundation
import Polling
import Primitives

/// What a monitoring program asks of a store: one line, and an exit status of 0, 1 or 2.
package struct StatusCheck {
    package enum Level: Int32, Comparable, Encodable {
        case ok = 0
        case warning = 1
        case critical = 2

        package var word: String { self == .ok ? "OK" : self == .warning ? "WARN" : "CRIT" }

        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(word)
        }
    }

    /// How things are.
    package struct Outcome: Encodable {
        package struct Part: Encodable {
            package var level: Level
            package var text: String
        }

        package var level = Level.ok
        package var checks: [Part] = []

        package var line: String {
            "\(level.word) - " + checks.map(\.text).joined(separator: "; ").replacingOccurrences(of: "\n", with: " ")
        }
    }

    package var store: String
    /// Hours after which a night without a good end is missed.
    package var hours: Int
    /// Recomputes the whole chain, which reads the whole log.
    package var verifies: Bool
    /// Where polls note what they read; nil for where the last night said, or beside the store.
    package var pollState: String?
    /// Hours after which the newest row of a message trace is old.
    package var newestRowHours = 72
    /// Hours after which the newest entry of the log, or an inbox without files, is a warning; nil where only their age
    /// is told.
    package var newestEntryHours: Int?
    /// Milliseconds since 1970.
    package var now: Int64

    package init(
        store: String, hours: Int, verifies: Bool, pollState: String? = nil, newestRowHours: Int = 72,
        newestEntryHours: Int? = nil, now: Int64
    ) {
        self.store = store
        self.hours = hours
        self.verifies = verifies
        self.pollState = pollState
        self.newestRowHours = newestRowHours
        self.newestEntryHours = newestEntryHours
        self.now = now
    }

    /// - Returns: how things are. A store that cannot be read is critical.
    package func run() -> Outcome {
        var outcome = Outcome()
        func tell(_ found: Level, _ text: String) {
            outcome.level = max(outcome.level, found)
            outcome.checks.append(.init(level: found, text: text))
        }
        do {
            let log = try EventLog(path: store, access: .readOnly)
            let runs = try NightLedger.runs(of: log, limit: 100)
            tellNights(runs, tell)
            tellBegun(try NightLedger.begun(in: log), tell)
            if let last = try NightReport.last(of: log) { tellReach(last, tell) }
            let quarantined = try log.quarantineCount()
            tell(quarantined > 0 ? .warning : .ok, "\(quarantined, "row") in quarantine")
            try tellChain(log, runs, tell)
            if verifies { try tellLedger(log, tell) }
            tellPolls(try NightLedger.pollState(of: log), tell)
            try tellPushes(log, tell)
        } catch {
            let why = "\(error)"
            tell(.critical, "the store cannot be read: \(why.hasSuffix(".") ? String(why.dropLast()) : why)")
        }
        tellDisk(tell)
        return outcome
    }

    /// Nights that have begun and left no report: one that is at work, or such as were cut off.
    private func tellBegun(_ begun: [Int64], _ tell: (Level, String) -> Void) {
        guard var last = begun.last else { return }
        var cutOff = begun
        if StoreLock.isHeld(store: store, for: .night) {
            tell(.ok, "a night is at work since \(NightReport.text(Date(timeIntervalSince1970: Double(last) / 1000)))")
            cutOff.removeLast()
        }
        guard let newest = cutOff.last else { return }
        last = newest
        let moment = NightReport.text(Date(timeIntervalSince1970: Double(last) / 1000))
        tell(
            .warning,
            cutOff.count == 1
                ? "the night that began \(moment) was cut off before its end"
                : "\(cutOff.count) nights were cut off before their end, the last began \(moment)")
    }

    /// What the last night did not reach.
    private func tellReach(_ report: NightReport, _ tell: (Level, String) -> Void) {
        func isOld(_ text: String) -> Bool {
            guard let hours = newestEntryHours, let date = try? Date(text, strategy: .iso8601) else { return false }
            return date.timeIntervalSince1970 * 1000 < Double(now - Int64(hours) * 3_600_000)
        }
        func age(_ text: String) -> String {
            guard let date = try? Date(text, strategy: .iso8601) else { return "" }
            let hours = max(0, now / 3_600_000 - Int64(date.timeIntervalSince1970) / 3600)
            return hours < 48 ? " (\(hours, "hour") old)" : " (\(hours / 24, "day") old)"
        }
        for (what, newest) in [("entry", report.newestEntry), ("row of a message log", report.newestMessageRow)] {
            guard let newest else { continue }
            tell(isOld(newest) ? .warning : .ok, "newest \(what) \(newest)\(age(newest))")
        }
        if let since = report.inboxEmptySince {
            tell(isOld(since) ? .warning : .ok, "the inbox is empty since the night of \(since)")
        }
        if let months = report.monthsBefore, months.changed > 0 {
            tell(
                .ok,
                "\(months.changed, "changed month") before the window \(months.changed == 1 ? "is" : "are") not written (the log begins in \(months.first))"
            )
        }
    }

    /// What nights keep for one another is as they left it.
    private func tellLedger(_ log: EventLog, _ tell: (Level, String) -> Void) throws {
        for fault in try NightLedger.faults(of: log, withPortions: true).prefix(3) {
            tell(.critical, "\(fault.what): \(fault.remedy)")
        }
    }

    private func tellNights(_ runs: [NightLedger.RunRecord], _ tell: (Level, String) -> Void) {
        func text(_ milliseconds: Int64) -> String {
            NightReport.text(Date(timeIntervalSince1970: Double(milliseconds) / 1000))
        }
        guard let newest = runs.first else { return tell(.critical, "no night has run to its end") }
        guard let good = runs.first(where: { $0.status <= ExitStatus.doneWithDoubts.rawValue }) else {
            return tell(.critical, "no night ended well; the last, \(text(newest.ended)), with status \(newest.status)")
        }
        // An hour is more than clocks of two machines differ.
        guard good.ended <= now + 3_600_000 else {
            return tell(
                .warning,
                "the last good night, \(text(good.ended)), lies in the future: a clock was wrong, and whether nights run cannot be told"
            )
        }
        let isLate = good.ended < now - Int64(hours) * 3_600_000
        if good != newest { tell(isLate ? .critical : .warning, "the last night ended with status \(newest.status)") }
        tell(
            isLate ? .critical : .ok,
            "last good night \(text(good.ended))\(isLate ? ", more than \(hours) hours ago" : "")")
    }

    /// Where nobody pushes there is nothing to tell.
    private func tellPushes(_ log: EventLog, _ tell: (Level, String) -> Void) throws {
        if let fault = try StorePushNotes.fault(of: log) {
            return tell(.critical, "\(fault): bring the store back from a backup before anything is pushed")
        }
        let pushed = try StorePushNotes(log).all().filter { !$0.summary.isEmpty }
        guard let last = pushed.last else { return }
        tell(.ok, "\(Set(pushed.map(\.month)).count, "month") pushed, the last is \(last.month)")
        let changed = Set(pushed.filter(\.isChangeOpen).map(\.month)).sorted()
        guard let first = changed.first else { return }
        let more = changed.count > 1 ? " and \(changed.count - 1) more have" : " has"
        tell(.warning, "\(first)\(more) changed since the push: push with --again, or --acknowledge")
    }

    /// Where nobody polls there is nothing to tell.
    private func tellPolls(_ remembered: String?, _ tell: (Level, String) -> Void) {
        let beside = URL(filePath: store).deletingLastPathComponent().appending(path: "inbox/.poll.json").path
        let named = pollState ?? remembered
        guard let path = named ?? (FileManager.default.fileExists(atPath: beside) ? beside : nil) else { return }
        guard let watch = PollWatch(state: path) else {
            return tell(.critical, "no poll has ended, or its state cannot be read")
        }
        func text(_ seconds: Int64) -> String { NightReport.text(Date(timeIntervalSince1970: Double(seconds))) }
        guard let good = watch.lastGood else { return tell(.critical, "no poll ended well") }
        guard good <= now / 1000 + 3_600 else {
            return tell(
                .warning,
                "the last good poll, \(text(good)), lies in the future: a clock was wrong, and whether polls run cannot be told"
            )
        }
        let isLate = good < now / 1000 - Int64(hours) * 3_600
        tell(isLate ? .critical : .ok, "last good poll \(text(good))\(isLate ? ", more than \(hours) hours ago" : "")")
        guard let newest = watch.newestRow.map({ $0.ticks / Instant.ticksPerSecond }) else {
            return tell(.warning, "no row of a message trace yet")
        }
        let isOld = newest < now / 1000 - Int64(newestRowHours) * 3_600
        tell(
            isOld ? .warning : .ok,
            "newest row \(text(newest))\(isOld ? ", more than \(newestRowHours) hours ago" : "")")
    }

    /// The head that the last night noted has to be a link of the chain still.
    private func tellChain(_ log: EventLog, _ runs: [NightLedger.RunRecord], _ tell: (Level, String) -> Void) throws {
        if verifies {
            let found = log.verify()
            return tell(
                found.isSound ? .ok : .critical,
                found.isSound ? "chain verified" : "the chain does not hold: \(found.faults.first?.what ?? "")")
        }
        let heads = runs.lazy.compactMap {
            try? JSONDecoder().decode(NightReport.self, from: Data($0.report.utf8)).chainHead
        }
        guard let head = heads.first else { return tell(.ok, "no chain head noted yet") }
        let isThere = try log.batches().contains { Hex.lowercase($0.hash) == head }
        tell(
            isThere ? .ok : .critical,
            isThere
                ? "chain holds the head of the last night"
                : "the chain has lost the head of the last night: run 'calfold verify'")
    }

    private func tellDisk(_ tell: (Level, String) -> Void) {
        let folder = URL(filePath: store).deletingLastPathComponent().path
        guard let facts = try? FileManager.default.attributesOfFileSystem(forPath: folder),
            let free = (facts[.systemFreeSize] as? NSNumber)?.int64Value
        else {
            return tell(.warning, "the disk cannot be asked for its room")
        }
        let megabytes = free >> 20
        tell(megabytes < 200 ? .critical : megabytes < 2048 ? .warning : .ok, "\(megabytes) MB left on the disk")
    }
}
