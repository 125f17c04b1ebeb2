import Digest
import Encodings
import EventStore
import ExchangeFormats
import Foundation
import Partner
import Primitives
import Projection
import Publishing

extension NightlyRun {
    /// Pushes the months that are closed by now, and looks at those that were pushed and written anew this night.
    ///
    /// - Throws: `Stopped`; everything else is in the report.
    func push(
        _ settings: NightSettings, _ log: EventLog, _ tables: ExportRun, _ report: inout NightReport
    ) throws {
        guard let push = settings.push, let since = push.since else { return }
        var tables = tables
        if !push.withUsers { tables.users = nil }
        defer { progress(nil) }
        let last = MonthNumber(today)
        let months = since <= last ? (since.number...last.number).map { MonthNumber(number: $0) } : []
        do {
            // What somebody has taken in since the fold is the next night's.
            let position = try log.checkpoint(NightLedger.checkpoint)?.position ?? 0
            var run = PushRun(
                push,
                from: try StorePushSource(
                    log: log, run: tables, zone: settings.zone, position: position,
                    made: try settings.export.madeOfMonths(version: Program.version)),
                notes: StorePushNotes(log), now: Instant(ticks: WallTime(today).ticks))
            run.progress = { progress($0) }
            guard !isDryRun else {
                var found = PushReport(service: try push.address().base)
                found.months = try months.filter(run.isDue).map { .init($0, .due) }
                report.push = found
                return
            }
            if let fault = try StorePushNotes.fault(of: log) {
                throw Failure(
                    .refused, "Somebody else has changed the store: \(fault). Nothing was pushed.",
                    next: "Bring the store back from a backup: without the notes a month could be pushed twice.")
            }
            guard let lock = try lock(settings) else {
                report.facts =
                    (report.facts ?? []) + ["Another push is under way; the next night pushes what it leaves."]
                return
            }
            try withExtendedLifetime(lock) { try pushClosed(run, months, &report) }
        } catch let error as Stopped {
            throw error
        } catch {
            guard let failure = Failure(translating: error) else { throw error }
            report.warnings.append([failure.what, failure.next].compactMap { $0 }.joined(separator: " "))
            report.raise(failure.status)
        }
    }

    /// - Returns: nil where another push holds it.
    private func lock(_ settings: NightSettings) throws -> StoreLock? {
        do {
            return try StoreLock(store: settings.store, for: .push)
        } catch let failure as Failure where failure.status == .storeBusy {
            return nil
        }
    }

    private func pushClosed(_ run: PushRun, _ months: [MonthNumber], _ report: inout NightReport) throws {
        let found = try run.pushAll(months), pushed = found.report
        report.push = pushed
        for month in pushed.months where [.changed, .unseen, .late].contains(month.outcome) {
            report.warnings.append(month.text + (month.text.hasSuffix(".") ? "" : "."))
        }
        if let trouble = pushed.trouble { report.warnings.append(trouble) }
        guard let failure = found.failure else { return }
        if pushed.months.contains(where: { $0.outcome == .failed }) {
            report.warnings.append("Not every closed month was pushed. \(failure.what)")
        }
        report.raise(failure.status)
    }
}

extension ExportSettings {
    /// What tells whether a month that had no rows may have some when it is made once more. The key makes no rows.
    package func madeOfMonths(version: String) throws -> String {
        let digest = SHA256()
        var words = [version, String(Projection.foldVersion), String(MailProjection.foldVersion)]
        words += [view.view.rawValue, view.asOf ?? "", view.knownAt ?? "", privacy.outOfScope.rawValue]
        let origins = try mail.origins().map(\.word).sorted()
        for list in [privacy.acceptedDomains, privacy.includes, privacy.excludes, origins] {
            words += [String(list.count)] + list
        }
        for file in privacy.directory.files + [partner.users].compactMap({ $0 }) {
            words.append(try FileDigest(of: file).sha256)
        }
        for word in words { digest.add(Array(word.utf8) + [0]) }
        return Hex.lowercase(SHA256.bytes(digest.finish()))
    }
}
