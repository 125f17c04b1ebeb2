import ExchangeFormats
import Reconstruct

/// A recurrence blob in plain words, without the texts that it may hold.
struct RecurrenceWords {
    /// The pattern: how often, on which days, from when to when, at what time of the day.
    let pattern: String
    /// What became of single dates of the pattern. Dates and times are those of the series' own clock.
    private let instances: [CivilDate: String]
    private let removed: Int
    private let modified: Int

    /// Nil for a blob that cannot be decoded or expanded.
    init?(_ blob: [UInt8]) {
        guard let decoded = try? AppointmentRecurrencePattern(decoding: blob),
            let rule = try? RecurrenceRule(decoded.recurrencePattern)
        else { return nil }
        let clock = decoded.appointment.map { ", " + Self.clock($0.startTimeOffset, $0.endTimeOffset) } ?? ""
        pattern = Self.pattern(decoded.recurrencePattern, rule) + clock
        modified = decoded.recurrencePattern.modifiedInstanceDates.count
        removed = max(0, decoded.recurrencePattern.deletedInstanceDates.count - modified)
        instances = Self.instances(decoded)
    }

    /// The modified dates stand among the deleted ones too: without every exception nobody can tell which is which.
    private static func instances(_ blob: AppointmentRecurrencePattern) -> [CivilDate: String] {
        let exceptions = blob.appointment?.exceptions ?? []
        guard exceptions.count == blob.recurrencePattern.modifiedInstanceDates.count else { return [:] }
        var instances: [CivilDate: String] = [:]
        for date in blob.recurrencePattern.deletedInstanceDates { instances[PatternMinutes.date(date)] = "removed" }
        for exception in exceptions {
            let start = PatternMinutes.wallTime(exception.startDateTime),
                end = PatternMinutes.wallTime(exception.endDateTime)
            instances[PatternMinutes.date(exception.originalStartDate)] = "at \(text(start)) to \(text(end))"
        }
        return instances
    }

    /// The pattern, where it is not that of another blob, how many dates differ from it, and which of them are not the
    /// same there.
    func text(besides other: RecurrenceWords?) -> String {
        var text = (other?.pattern == pattern ? "" : pattern + ", ") + "\(removed) removed, \(modified) modified"
        guard let other else { return text }
        let dates = Set(instances.keys).union(other.instances.keys).sorted().filter {
            instances[$0] != other.instances[$0]
        }
        if !dates.isEmpty {
            text += "; " + dates.map { "\($0) \(instances[$0] ?? "as the pattern")" }.joined(separator: ", ")
        }
        return text
    }

    /// A pattern from when to when.
    static func pattern(_ pattern: RecurrencePattern, _ rule: RecurrenceRule) -> String {
        let first = rule.firstDate.map(\.description) ?? "-"
        let last = rule.isInfinite ? "without end" : "to \(rule.lastDate?.description ?? "-")"
        return "\(rule.label.rawValue)\(interval(pattern))\(days(pattern)) from \(first) \(last)"
    }

    /// Minutes from an occurrence's midnight as times of the day.
    static func clock(_ start: Int, _ end: Int) -> String { "\(time(start))–\(time(end))" }

    /// The unit is that of the pattern, which the label need not name: "every weekday" is daily, and counts in weeks.
    private static func interval(_ pattern: RecurrencePattern) -> String {
        let (count, unit) =
            switch pattern.patternType {
            case RecurrencePattern.PatternType.day: (pattern.period / 1440, "days")
            case RecurrencePattern.PatternType.week: (pattern.period, "weeks")
            case _ where pattern.period % 12 == 0: (pattern.period / 12, "years")
            default: (pattern.period, "months")
            }
        return count == 1 ? "" : ", every \(count) \(unit)"
    }

    private static func days(_ pattern: RecurrencePattern) -> String {
        switch pattern.patternTypeSpecific {
        case .none:
            return [RecurrencePattern.PatternType.monthEnd, RecurrencePattern.PatternType.hijriMonthEnd].contains(
                pattern.patternType) ? " on the last day" : ""
        case .weekDays(let mask): return " on \(names(mask))"
        case .day(let day): return " on day \(day)"
        case .nth(let mask, let number):
            let ordinals = ["first", "second", "third", "fourth", "last"]
            return
                " on the \(ordinals.indices.contains(number - 1) ? ordinals[number - 1] : String(number)) of \(names(mask))"
        }
    }

    private static func names(_ mask: Int) -> String {
        let names = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
        return names.indices.filter { mask & 1 << $0 != 0 }.map { names[$0] }.joined(separator: ", ")
    }

    private static func time(_ count: Int) -> String {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let day = count / 1440
        return "\(padded(count / 60 % 24)):\(padded(count % 60))" + (day > 0 ? "+\(day)d" : "")
    }

    /// A time on the series' clock, which has no zone of its own here.
    private static func text(_ time: WallTime) -> String { TimeText.string(Instant(ticks: time.ticks)) }
}
