import ExchangeFormats

/// Writes AppointmentRecurrencePattern ([MS-OXOCAL] 2.2.1.44), apart from the product's own code on purpose: a blob
/// that the product misreads shows up as a meeting that is not where the simulation held it.
struct RecurrenceBlobWriter {
    private var writer = LittleEndianWriter()
    private static let epochDays = Int(CivilDate.days(year: 1601, month: 1, day: 1))

    static func hex(of plan: Plan, rule: RecurrenceRule) -> String {
        var blob = RecurrenceBlobWriter()
        blob.appendPattern(rule)
        blob.appendInstances(plan, rule)
        return Hex.text(blob.writer.bytes)
    }

    /// Minutes since 1601 on the wall.
    private static func minutes(_ date: CivilDate) -> UInt32 {
        UInt32((Int(date.days) - epochDays) * 1440)
    }

    private static func minutes(_ wall: WallTime) -> UInt32 {
        UInt32(Int(wall.ticks / Instant.ticksPerMinute) - epochDays * 1440)
    }

    private mutating func appendPattern(_ rule: RecurrenceRule) {
        let yearly = rule.typeName == "Yearly"
        let frequency: UInt16
        let type: UInt16
        let period: Int
        var specific: [UInt32] = []
        switch rule.rhythm {
        case .daily(let every): (frequency, type, period) = (0x200A, 0, every * 1440)
        case .weekly(let every, let days, _):
            // "Every weekday" is a week pattern that calls itself daily.
            (frequency, type, period) = (days == 0x3E && every == 1 ? 0x200A : 0x200B, 1, every)
            specific = [UInt32(days)]
        case .monthlyDay(let every, let day):
            (frequency, type, period) = (yearly ? 0x200D : 0x200C, 2, every)
            specific = [UInt32(day)]
        case .monthlyNth(let every, let days, let nth):
            (frequency, type, period) = (yearly ? 0x200D : 0x200C, 3, every)
            specific = [UInt32(days), UInt32(nth)]
        case .monthEnd(let every):
            (frequency, type, period) = (yearly ? 0x200D : 0x200C, 4, every)
            specific = [31]
        }
        writer.append(UInt16(0x3004))
        writer.append(UInt16(0x3004))
        writer.append(frequency)
        writer.append(type)
        writer.append(UInt16(0))
        writer.append(Self.firstDateTime(rule))
        writer.append(UInt32(period))
        writer.append(UInt32(0))
        for value in specific { writer.append(value) }
        switch rule.end {
        case .never:
            writer.append(UInt32(0x2023))
            writer.append(UInt32(10))
        case .count(let count):
            writer.append(UInt32(0x2022))
            writer.append(UInt32(count))
        case .date(let end):
            writer.append(UInt32(0x2021))
            writer.append(UInt32(rule.dates(through: end).count))
        }
        if case .weekly(_, _, let firstDay) = rule.rhythm {
            writer.append(UInt32(firstDay))
        } else {
            writer.append(UInt32(0))
        }
    }

    /// The congruence anchor, as writers compute it (FirstDateTime).
    private static func firstDateTime(_ rule: RecurrenceRule) -> UInt32 {
        let start = Int(minutes(rule.first))
        switch rule.rhythm {
        case .daily(let every): return UInt32(start % (every * 1440))
        case .weekly(let every, _, let firstDay):
            let week = start - (rule.first.weekday - firstDay + 7) % 7 * 1440
            return UInt32(week % (every * 10080))
        case .monthlyDay(let every, _), .monthlyNth(let every, _, _), .monthEnd(let every):
            let parts = rule.first.components
            let months = ((parts.year - 1601) * 12 + parts.month - 1) % every
            return minutes(CivilDate(days: CivilDate.days(year: 1601 + months / 12, month: months % 12 + 1, day: 1)))
        }
    }

    /// The date that the user chose, the last occurrence of a counted series, or the far end of the calendar.
    private static func endDate(of rule: RecurrenceRule) -> UInt32 {
        if case .date(let end) = rule.end { return minutes(end) }
        guard let last = rule.lastDate else { return 0x5AE9_80DF }
        return minutes(last)
    }

    private mutating func appendInstances(_ plan: Plan, _ rule: RecurrenceRule) {
        let overrides = plan.overrides.filter(\.value.isInBlob).sorted { $0.value.start < $1.value.start }
        func wall(_ instant: Instant) -> WallTime { plan.zone.wall(at: instant) }
        let deleted = plan.removed.union(overrides.map(\.key)).sorted()
        writer.append(UInt32(deleted.count))
        for date in deleted { writer.append(Self.minutes(date)) }
        writer.append(UInt32(overrides.count))
        for (_, override) in overrides { writer.append(Self.minutes(wall(override.start).date)) }
        writer.append(Self.minutes(rule.first))
        writer.append(Self.endDate(of: rule))
        writer.append(UInt32(0x3006))
        writer.append(UInt32(0x3009))
        writer.append(UInt32(rule.startMinute))
        writer.append(UInt32(rule.startMinute + rule.durationMinutes))
        writer.append(UInt16(overrides.count))
        for (date, override) in overrides {
            appendTimes(wall(override.start), wall(override.end), WallTime(date, minutes: rule.startMinute))
            var flags: UInt16 = override.subject == nil ? 0 : 0x0001
            if override.location != nil { flags |= 0x0010 }
            if override.changesBody { flags |= 0x0200 }
            writer.append(flags)
            for text in [override.subject, override.location] { appendNarrow(text) }
        }
        writer.append(UInt32(0))
        for (date, override) in overrides {
            writer.append(UInt32(4))
            writer.append(UInt32(0))
            writer.append(UInt32(0))
            guard override.subject != nil || override.location != nil else { continue }
            appendTimes(wall(override.start), wall(override.end), WallTime(date, minutes: rule.startMinute))
            for text in [override.subject, override.location] { appendWide(text) }
            writer.append(UInt32(0))
        }
        writer.append(UInt32(0))
    }

    private mutating func appendTimes(_ start: WallTime, _ end: WallTime, _ original: WallTime) {
        for wall in [start, end, original] { writer.append(Self.minutes(wall)) }
    }

    private mutating func appendNarrow(_ text: String?) {
        guard let text else { return }
        writer.append(UInt16(text.utf8.count + 1))
        writer.append(UInt16(text.utf8.count))
        writer.bytes.append(contentsOf: text.utf8)
    }

    private mutating func appendWide(_ text: String?) {
        guard let text else { return }
        writer.append(UInt16(text.utf16.count))
        for unit in text.utf16 { writer.append(unit) }
    }
}
