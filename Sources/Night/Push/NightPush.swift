import EventStore
import ExchangeFormats
import Foundation
import Partner

extension NightlyRun {
    /// Pushes the months that are closed by now, and looks at those that were pushed and written anew this night.
    ///
    /// - Throws: `Stopped`; everything else is in the report.
    func push(
        _ settings: NightSettings, _ log: EventLog, _ ledger: NightLedger, _ tables: ExportRun,
        _ report: inout NightReport
    ) throws {
        guard let push = settings.push, let since = push.since else { return }
        var tables = tables
        if !push.withUsers { tables.users = nil }
        var run = PushRun(
            push, from: StorePushSource(log: log, run: tables, zone: settings.zone), notes: StorePushNotes(log),
            now: Instant(ticks: WallTime(today).ticks))
        run.progress = { progress($0) }
        defer { progress(nil) }
        let last = MonthNumber(today)
        let months = since <= last ? (since.number...last.number).map { MonthNumber(number: $0) } : []
        do {
            run.position = try log.head()?.lastPosition
            guard !isDryRun else {
                var found = PushReport(service: try push.address().base)
                found.months = try run.due(months).map { .init($0, .due) }
                report.push = found
                return
            }
            if let fault = try StorePushNotes.fault(of: log) {
                throw Failure(
                    .refused, "Somebody else has changed the store: \(fault). Nothing was pushed.",
                    next: "Bring the store back from a backup: without the notes a month could be pushed twice.")
            }
            let lock = try StoreLock(store: settings.store, for: .push)
            try withExtendedLifetime(lock) { try pushClosed(run, months, settings, ledger, &report) }
        } catch let error as Stopped {
            throw error
        } catch {
            guard let failure = Failure(translating: error) else { throw error }
            guard failure.status != .storeBusy else {
                report.facts =
                    (report.facts ?? []) + ["Another push is under way; the next night pushes what it leaves."]
                return
            }
            report.warnings.append([failure.what, failure.next].compactMap { $0 }.joined(separator: " "))
            report.raise(failure.status)
        }
    }

    private func pushClosed(
        _ run: PushRun, _ months: [MonthNumber], _ settings: NightSettings, _ ledger: NightLedger,
        _ report: inout NightReport
    ) throws {
        let (pushed, failure) = try run.pushAll(months)
        report.push = pushed
        if let failure {
            report.warnings.append("Not every closed month was pushed. \(failure.what)")
            report.raise(failure.status)
            return
        }
        let window = MonthNumber(number: MonthNumber(today).number - settings.monthsBack)
        let rewritten = report.months.compactMap { StatedTime.month($0) }.map { MonthNumber($0) }
        let older = try run.overtaken(ledger.dueMonths(before: window))
        var found = pushed
        let told = Set(found.months.map(\.month))
        for month in try run.changes(in: (older + rewritten).filter { !told.contains($0.text) }) {
            found.months.append(month)
            if month.outcome == .changed { report.warnings.append(month.text + ".") }
        }
        report.push = found
    }
}
