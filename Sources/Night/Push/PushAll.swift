import EventStore
import ExchangeFormats
import Partner
import Primitives

// Months without being named: which are due, what became of each, and what has changed since.
extension PushRun {
    /// Pushes the closed months that are not noted, oldest first, and looks at those that were pushed before for what
    /// has come to them since. What keeps one month out for its own sake lets the others go on.
    ///
    /// - Parameter months: in order.
    /// - Returns: the report, and what ended the run or was worst.
    /// - Throws: `Stopped`, or an error that nobody has words for.
    package func pushAll(_ months: [MonthNumber]) throws -> (report: PushReport, failure: Failure?) {
        var report = PushReport(service: try settings.address().base)
        // A file of notes that cannot be read is told once, and not for each month.
        _ = try pushed()
        var worst: Failure?, hasToken = false
        for month in months {
            do {
                guard try isDue(month) else { continue }
                // Without a token no month is looked at.
                if !hasToken { _ = try token() }
                hasToken = true
                report.months.append(try pushOrNote(month))
            } catch let error as Stopped {
                throw error
            } catch {
                guard let failure = Failure(translating: error) else { throw error }
                report.fail(month, failure)
                worst = worst ?? failure
                guard hasToken, PushRun.isOfOneMonth(error) else { break }
            }
        }
        let changes = try changes()
        report.months += changes.months
        return (report, worst ?? changes.failure)
    }

    /// Pushes a month that is due, or notes that it has nothing, so that it is not made anew until something comes.
    private func pushOrNote(_ month: MonthNumber) throws -> PushReport.Month {
        let mark = try source.mark(of: month)
        do {
            return try push(month, again: true)
        } catch let empty as EmptyMonth {
            try keep(month, MonthSummary(), mark)
            return .init(month, .empty, what: empty.next)
        }
    }

    /// Whether what keeps a month out is a matter of its own, so that the others may go.
    private static func isOfOneMonth(_ error: any Error) -> Bool {
        switch error {
        case let error as PartnerError: !error.isOfService || error.reason == .notUnderstood
        case is StoreError, is WriteError: false
        default:
            Failure(translating: error).map { ![.cannotWrite, .storeBusy].contains($0.status) } ?? false
        }
    }

    /// Whether a month is to be pushed: it is closed, and was not pushed, or had nothing when it was looked at.
    package func isDue(_ month: MonthNumber) throws -> Bool {
        if let since = settings.since, month < since { return false }
        if let note = try known(month, at: settings.address(), again: false) {
            guard note.summary.isEmpty, try source.mayDiffer(from: note) else { return false }
        }
        return try whyNotClosed(month) == nil
    }

    private func pushed() throws -> [PushNote] {
        do {
            return try notes?.all(at: settings.address().base) ?? []
        } catch let unreadable as UnreadableNote {
            throw unreadable.failure
        }
    }

    /// Looks at months that were pushed, for what has come to them since. Each change is told once.
    private func changes() throws -> (months: [PushReport.Month], failure: Failure?) {
        var found: [PushReport.Month] = [], worst: Failure?
        for var note in try pushed() where !note.summary.isEmpty {
            guard let month = StatedTime.month(note.month).map({ MonthNumber($0) }) else { continue }
            do {
                guard try source.mayDiffer(from: note) else { continue }
                progress("\(note.month): looking for changes")
                let mark = try source.mark(of: month), pushable = try source.month(month)
                let summary = try withExtendedLifetime(pushable) { try bodies(pushable).survey() }
                let difference = summary.difference(from: note.summary)
                if let difference, summary != note.told {
                    found.append(.init(month, .changed, summary, what: difference))
                }
                note.told = difference == nil ? nil : summary
                note.look(mark)
                try notes?.keep(note)
            } catch {
                guard let failure = Failure(translating: error) else { throw error }
                worst = worst ?? failure
                found.append(
                    .init(month, .unseen, what: [failure.what, failure.next].compactMap { $0 }.joined(separator: " ")))
            }
        }
        return (found, worst)
    }
}
