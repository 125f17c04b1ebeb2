import ExchangeFormats
import Simulation

/// One meeting with its people and its texts, as bytes that its rows share.
struct GeneratedMeeting {
    var id: [UInt8] = []
    var subject: [UInt8] = []
    var zone: [UInt8] = []
    var organizer: Int
    var guests: [Int]
    /// Milliseconds since 1970.
    var start: Int
    var minutes: Int
    var sequence = 0
    var series: Series?

    /// The blob of a series, kept decoded so that exceptions and deletions can be added to it.
    struct Series {
        var pattern: AppointmentRecurrencePattern
        var typeName: StaticString
        /// The blob in hex.
        var blob: [UInt8] = []
    }

    private static let words = [
        "budget", "planning", "review", "roadmap", "retro", "pricing", "audit", "launch", "sync", "workshop", "standup",
        "demo",
    ]
    private static let zones = SimulatedZone.all.map { (zone: $0, name: Array($0.displayName.utf8)) }

    init(created: Int, guestCount: Int, options: GeneratorOptions, random: inout RandomSource) {
        organizer = random.number(in: 0...options.people - 1)
        guests = []
        for _ in 0..<guestCount {
            let guest = random.number(in: 0...options.people - 1)
            if guest != organizer, !guests.contains(guest) { guests.append(guest) }
        }
        let day = created / 86_400_000 + random.number(in: 1...20)
        let minuteOfDay = random.number(in: 28...68) * 15
        let place = random.pick(Self.zones) ?? (.warsaw, [])
        let date = CivilDate(days: Int32(day))
        zone = place.name
        start = Int(place.zone.instant(of: WallTime(date, minutes: minuteOfDay)).ticks / Instant.ticksPerMillisecond)
        minutes = random.pick([15, 30, 30, 45, 60, 60, 90, 120]) ?? 60
        let first = random.pick(Self.words) ?? "sync", second = random.pick(Self.words) ?? "review"
        subject = Array("\(first) \(second) \(random.number(in: 1...999))".utf8)
        id = Self.identifier(created: created, random: &random)
        if random.chance(options.recurring) {
            series = Self.series(day: date, minute: minuteOfDay, minutes: minutes, random: &random)
        }
    }

    /// Class id, no instance date, creation time, reserved, size and sixteen random bytes ([MS-OXOCAL] 2.2.1.27).
    private static func identifier(created: Int, random: inout RandomSource) -> [UInt8] {
        var bytes: [UInt8] = [4, 0, 0, 0, 0x82, 0, 0xE0, 0, 0x74, 0xC5, 0xB7, 0x10, 0x1A, 0x82, 0xE0, 8, 0, 0, 0, 0]
        func append(_ value: UInt64) {
            for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
        }
        append(UInt64(created) * 10_000 + 116_444_736_000_000_000)
        append(0)
        bytes += [16, 0, 0, 0]
        append(random.next())
        append(random.next())
        var hex: [UInt8] = []
        hex.append(hexOf: bytes)
        return hex
    }

    private static func series(day: CivilDate, minute: Int, minutes: Int, random: inout RandomSource) -> Series {
        let isWeekly = random.chance(0.7)
        let count = random.number(in: 4...40)
        let length = (count - 1) * (isWeekly ? 7 : 1)
        let start = PatternMinutes.minutes(day)
        var pattern = RecurrencePattern(
            recurFrequency: isWeekly ? 0x200B : 0x200A, patternType: isWeekly ? 1 : 0, period: isWeekly ? 1 : 1_440,
            patternTypeSpecific: isWeekly ? .weekDays(1 << day.weekday) : .none, endType: 0x2022,
            occurrenceCount: count,
            startDate: start, endDate: start + length * 1_440)
        if isWeekly { pattern.firstDateTime = (start - day.weekday * 1_440) % 10_080 }
        var result = Series(
            pattern: AppointmentRecurrencePattern(
                recurrencePattern: pattern, appointment: .init(startTimeOffset: minute, endTimeOffset: minute + minutes)
            ),
            typeName: isWeekly ? "Weekly" : "Daily")
        result.encode()
        return result
    }
}

extension GeneratedMeeting.Series {
    mutating func encode() {
        blob.removeAll(keepingCapacity: true)
        blob.append(hexOf: pattern.encoded())
    }

    /// Takes one occurrence out.
    mutating func remove(occurrence number: Int) {
        let step = pattern.recurrencePattern.patternType == 1 ? 7 * 1_440 : 1_440
        let date = pattern.recurrencePattern.startDate + number * step
        guard !pattern.recurrencePattern.deletedInstanceDates.contains(date) else { return }
        pattern.recurrencePattern.deletedInstanceDates.append(date)
        pattern.recurrencePattern.deletedInstanceDates.sort()
        encode()
    }
}
