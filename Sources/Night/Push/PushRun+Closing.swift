import EventStore
import ExchangeFormats
import Partner
import Primitives
import Publishing

/// How far the log goes of one kind of rows, in whole days.
package struct LogReach: Equatable, Sendable {
    /// Such as `the log of calendars`.
    package var name: String
    /// When the first day with a row begins; nil where nobody said.
    package var first: Instant?
    /// When the newest one begins.
    package var last: Instant

    /// What people call the kinds of logs, by the word of manifests.
    static let names = ["calendar": "the log of calendars", "mail": "the log of e-mails"]

    static func word(_ kind: EventKind) -> String { kind == .mail ? "mail" : "calendar" }

    init(name: String, first: Instant, last: Instant) {
        self.name = name
        self.first = first
        self.last = last
    }

    /// - Parameter newest: what the newest row bears.
    init(name: String, newest: Instant) {
        self.name = name
        last = Instant(ticks: WallTime(WallTime(ticks: newest.ticks).date).ticks)
    }

    /// When the newest day ends.
    var end: Instant { Instant(ticks: last.ticks + Instant.ticksPerDay) }
    /// The newest day, for a person.
    var day: String { WallTime(ticks: last.ticks).date.description }
}

/// Why a month is not closed.
struct Opening: Equatable {
    var why: String
    /// Whether its rows should have come by now, so that somebody has to look.
    var isLate = false
    /// Whether the log has nothing of it at all.
    var isOutside = false

    /// What the logs say of a month: it is closed when the newest rows are of a later one, in each kind of log that has
    /// come as far as the month.
    ///
    /// - Returns: nil where they say that it is closed, or nothing.
    init?(of period: Range<Instant>, by logs: [LogReach]) {
        guard let end = logs.map(\.end).max() else { return nil }
        if period.lowerBound >= end {
            self.init(why: "the log ends before it", isOutside: true)
        } else if let first = logs.compactMap(\.first).min(), period.upperBound <= first {
            self.init(why: "the log begins after it", isOutside: true)
        } else if let half = logs.first(where: { $0.last < period.upperBound && $0.end > period.lowerBound }) {
            // A day is known as a whole: one in which the month ends may have rows of the month alone.
            self.init(why: "\(half.name) ends within it (\(half.day))", isLate: true)
        } else {
            return nil
        }
    }

    init(why: String, isLate: Bool = false, isOutside: Bool = false) {
        self.why = why
        self.isLate = isLate
        self.isOutside = isOutside
    }
}

extension Manifest {
    /// Whether a manifest that would say this now says something else of whether its month is closed.
    func isOvertaken(by now: [Reach]) -> Bool {
        guard let reaches else { return true }
        guard reaches != now, let window = (try? statedWindow()) ?? nil else { return false }
        var words = self
        words.reaches = now
        guard let before = try? statedReaches(), let after = try? words.statedReaches() else { return true }
        return Opening(of: window, by: before) != nil && Opening(of: window, by: after) == nil
    }
}

// Whether rows of a month are still to come.
extension PushRun {
    /// What a run without named months does with one.
    enum Turn {
        /// It comes before the first month that is pushed.
        case early
        /// It was pushed, or had nothing.
        case done
        /// It is still to come.
        case open(String)
        /// It should be closed by now, and is not.
        case late(String)
        case due
    }

    /// Why rows of a month are still to come, as far as anybody can tell; nil where they are not. What was sent is not
    /// taken back.
    func whyNotClosed(_ month: MonthNumber) throws -> Opening? {
        let period = try source.period(of: month)
        guard settings.isClosed(period, now: now) else {
            return Opening(why: "rows of a month come for some days after its end (lag-days: \(settings.lagDays))")
        }
        return try source.reach(of: month, now: now).flatMap { Opening(of: period, by: $0) }
    }

    /// What is to be sent of a month has to be of it: of one without interactions, outside the log, the people are
    /// those of today.
    func refuse(_ survey: MonthSummary, outsideTheLog month: MonthNumber) throws {
        guard !survey.isEmpty, survey.count(.interactions) == 0 else { return }
        let period = try source.period(of: month)
        guard let opening = try source.reach(of: month, now: now).flatMap({ Opening(of: period, by: $0) }),
            opening.isOutside
        else { return }
        throw EmptyMonth(
            month: month.text,
            next:
                "There are people alone, and \(opening.why): they would be today's. 'calfold status' tells which months the log has."
        )
    }

    /// What a person should know of a month that is closed: what it has nothing of, as that log ends before it, or that
    /// nobody said how far the log goes.
    func doubts(_ month: MonthNumber) throws -> String? {
        let period = try source.period(of: month)
        guard let logs = try source.reach(of: month, now: now) else {
            return
                "nothing beside its tables says how far the log went when they were made, so that it is closed by the calendar alone"
        }
        let ended = logs.filter { $0.end <= period.lowerBound }
        return ended.isEmpty
            ? nil : ended.map { "\($0.name) ends before it (\($0.day))" }.joined(separator: ", ")
    }

    /// Whether a month is to be pushed: it is closed, and was not pushed, or had nothing when it was looked at.
    func turn(of month: MonthNumber) throws -> Turn {
        if let since = settings.since, month < since { return .early }
        if let note = try known(month, at: settings.address(), again: false) {
            guard note.summary.isEmpty, try source.mayDiffer(from: note) else { return .done }
        }
        guard let opening = try whyNotClosed(month) else { return .due }
        return opening.isLate ? .late(opening.why) : .open(opening.why)
    }

    package func isDue(_ month: MonthNumber) throws -> Bool {
        if case .due = try turn(of: month) { true } else { false }
    }
}
