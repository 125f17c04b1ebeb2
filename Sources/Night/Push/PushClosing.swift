import ExchangeFormats
import Partner
import Primitives

/// How far the log goes of one kind of rows, in whole days.
package struct LogReach: Equatable, Sendable {
    /// Such as `the log of calendars`.
    package var name: String
    /// When the first day with a row begins, and the newest one.
    package var first: Instant
    package var last: Instant

    /// When the newest day ends.
    var end: Instant { Instant(ticks: last.ticks + Instant.ticksPerDay) }
    /// The newest day, for a person.
    var day: String { WallTime(ticks: last.ticks).date.description }
}

// Whether rows of a month are still to come.
extension PushRun {
    /// Why a month is not closed.
    struct Opening {
        var why: String
        /// Whether its rows should have come by now, so that somebody has to look.
        var isLate = false
    }

    /// What a run without named months does with one.
    enum Turn {
        /// It was pushed, or is still to come.
        case none
        /// It should be closed by now, and is not.
        case late(String)
        case due
    }

    /// Why rows of a month are still to come, as far as anybody can tell; nil where they are not. What was sent is not
    /// taken back: a month is closed when the newest rows are of a later one, in each kind of log that has come as far
    /// as the month.
    func whyNotClosed(_ month: MonthNumber) throws -> Opening? {
        let period = try source.period(of: month)
        guard settings.isClosed(period, now: now) else {
            return Opening(why: "rows of a month come for some days after its end (lag-days: \(settings.lagDays))")
        }
        let logs = try source.reach(now: now)
        guard let first = logs.map(\.first).min(), let end = logs.map(\.end).max() else { return nil }
        if period.lowerBound >= end { return Opening(why: "the log ends before it") }
        if period.upperBound <= first { return Opening(why: "the log begins after it") }
        // A day is known as a whole: one in which the month ends may have rows of the month alone.
        let half = logs.first { $0.last < period.upperBound && $0.end > period.lowerBound }
        return half.map { Opening(why: "\($0.name) ends within it (\($0.day))", isLate: true) }
    }

    /// What a month that is closed has nothing of, as that log ends before it.
    func missingLogs(_ month: MonthNumber) throws -> String? {
        let period = try source.period(of: month)
        let ended = try source.reach(now: now).filter { $0.end <= period.lowerBound }
        return ended.isEmpty
            ? nil : ended.map { "\($0.name) ends before it (\($0.day))" }.joined(separator: ", ")
    }

    /// Whether a month is to be pushed: it is closed, and was not pushed, or had nothing when it was looked at.
    func turn(of month: MonthNumber) throws -> Turn {
        if let since = settings.since, month < since { return .none }
        if let note = try known(month, at: settings.address(), again: false) {
            guard note.summary.isEmpty, try source.mayDiffer(from: note) else { return .none }
        }
        guard let opening = try whyNotClosed(month) else { return .due }
        return opening.isLate ? .late(opening.why) : .none
    }

    package func isDue(_ month: MonthNumber) throws -> Bool {
        if case .due = try turn(of: month) { true } else { false }
    }
}
