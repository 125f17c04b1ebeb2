import EventStore
import ExchangeFormats
import Partner
import Primitives
import Publishing

/// What a run of all months did.
package struct PushedMonths {
    package var report: PushReport
    /// The failure that the run ends with.
    package private(set) var failure: Failure?

    init(service: String) { report = PushReport(service: service) }

    /// What passes by itself outweighs what does not, so that who tries again by the exit status does; else the higher
    /// status counts, as in a night.
    mutating func raise(_ new: Failure) {
        func weight(_ failure: Failure) -> (Int, Int32) {
            ([.serviceUnavailable, .storeBusy].contains(failure.status) ? 1 : 0, failure.status.rawValue)
        }
        if let failure, weight(failure) >= weight(new) { return }
        failure = new
    }

    fileprivate mutating func fail(_ month: MonthNumber, _ failure: Failure) {
        report.months.append(.init(month, .failed, what: PushReport.words(failure)))
        raise(failure)
    }
}

// Months without being named: which are due, what became of each, and what has changed since.
extension PushRun {
    /// Pushes the closed months that are not noted, oldest first, and looks at those that were pushed before for what
    /// has come to them since. What keeps one month out for its own sake lets the others go on.
    ///
    /// - Parameter months: in order.
    /// - Throws: `Stopped`, or an error that nobody has words for.
    package func pushAll(_ months: [MonthNumber]) throws -> PushedMonths {
        var found = PushedMonths(service: try settings.address().base)
        // A file of notes that cannot be read is told once, and not for each month.
        _ = try pushed()
        try pushDue(months, &found)
        do {
            try lookForChanges(&found)
        } catch {
            // What was pushed is told all the same.
            guard let failure = Failure(translating: error) else { throw error }
            found.report.trouble = "Nobody could look for changes. \(PushReport.words(failure))"
            found.raise(failure)
        }
        return found
    }

    private func pushDue(_ months: [MonthNumber], _ found: inout PushedMonths) throws {
        var hasToken = false
        for month in months {
            do {
                switch try turn(of: month) {
                case .early:
                    found.report.early = (found.report.early ?? 0) + 1
                    continue
                case .done:
                    found.report.doneBefore = (found.report.doneBefore ?? 0) + 1
                    continue
                case .open(let why):
                    found.report.open = (found.report.open ?? []) + ["\(month.text): \(why)"]
                    continue
                case .late(let why):
                    found.report.months.append(.init(month, .late, what: why))
                    continue
                case .due: break
                }
                if let failure = source.whyUnfinished(month) {
                    found.fail(month, failure)
                    continue
                }
                // Without a token no month is looked at.
                if !hasToken, let failure = try missingToken() {
                    found.fail(month, failure)
                    return
                }
                hasToken = true
                found.report.months.append(try pushOrNote(month))
            } catch let error as Stopped {
                throw error
            } catch {
                guard let failure = Failure(translating: error) else { throw error }
                found.fail(month, failure)
                guard PushRun.isOfOneMonth(error) else { return }
            }
        }
    }

    private func missingToken() throws -> Failure? {
        do {
            _ = try token()
            return nil
        } catch {
            guard let failure = Failure(translating: error) else { throw error }
            return failure
        }
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
        // A table that cannot be read.
        case is PublicationError: true
        default:
            Failure(translating: error).map { ![.cannotWrite, .storeBusy].contains($0.status) } ?? false
        }
    }

    private func pushed() throws -> [PushNote] {
        do {
            return try notes?.all(at: settings.address().base) ?? []
        } catch let unreadable as UnreadableNote {
            throw unreadable.failure
        }
    }

    /// Looks at months that were pushed, for what has come to them since. A change is told until the month is pushed
    /// once more, or somebody says to know it.
    private func lookForChanges(_ found: inout PushedMonths) throws {
        for var note in try pushed() where !note.summary.isEmpty {
            guard let month = StatedTime.month(note.month).map({ MonthNumber($0) }) else { continue }
            do {
                if try source.mayDiffer(from: note) {
                    progress("\(note.month): looking for changes")
                    let mark = try source.mark(of: month), pushable = try source.month(month)
                    let summary = try withExtendedLifetime(pushable) { try bodies(pushable).survey() }
                    note.told = summary == note.summary ? nil : summary
                    note.look(mark)
                    try notes?.keep(note)
                }
                if note.isChangeOpen, let told = note.told {
                    found.report.months.append(.init(month, .changed, told, what: note.change))
                }
            } catch {
                guard let failure = Failure(translating: error) else { throw error }
                found.raise(failure)
                found.report.months.append(.init(month, .unseen, what: PushReport.words(failure)))
            }
        }
    }
}
