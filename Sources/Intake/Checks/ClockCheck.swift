import Encodings
import EventStore
import ExchangeFormats

/// Compares the times of a file with what else its rows say about them (docs/intake.md, "What a file is told").
///
/// Exports do not say in which zone their times are. But a series' blob has the start in the wall clock of its zone, a
/// whole day begins at midnight there, and a global object id has the time of its creation in UTC.
struct ClockCheck {
    private let zone: ZoneRules?
    private let logZone: ZoneRules?
    private var starts = ClockVotes()
    private var creations = ClockVotes()
    private var logTimes = ClockVotes()
    private var durations = (checked: 0, wrong: 0)
    private let zones: NamedZones
    /// What was found out of a batch's texts, by their numbers: most rows have those of others.
    private var startsOfBlobs: [Int??] = []
    private var rulesOfZones: [ZoneRules??] = []

    /// - Parameter zones: what files before this one named.
    init(zone: ZoneRules?, logZone: ZoneRules?, zones: NamedZones) {
        self.zone = zone
        self.logZone = logZone
        self.zones = zones
    }

    /// Looks at a row of the calendar.
    mutating func add(_ row: RowView) {
        if row.isFirst {
            startsOfBlobs.removeAll(keepingCapacity: true)
            rulesOfZones.removeAll(keepingCapacity: true)
        }
        guard row.isAppointment else { return }
        addStart(row)
        addCreation(row)
        addLogTime(row)
        addDuration(row)
    }

    private static func assumed(_ rules: ZoneRules?, at instant: Instant) -> Int {
        Int((rules?.offset(at: instant) ?? 0) / Instant.ticksPerMinute)
    }

    /// A series begins at the minute of its zone's day that the blob says, a whole day at midnight.
    private mutating func addStart(_ row: RowView) {
        guard !starts.isFull, let start = row.instant(.startTime) else { return }
        let expected: Int
        if row.integer(.mapiIsAllDayEvent) == 1 {
            expected = 0
        } else if row.instanceID == nil, let offset = startInBlob(row) {
            expected = offset
        } else {
            return
        }
        guard let rules = rules(row) else { return }
        let day = Instant.ticksPerDay
        let ticks = rules.wallTime(of: start).ticks % day
        let timeOfDay = ticks < 0 ? ticks + day : ticks
        var difference = (timeOfDay - Int64(expected) * Instant.ticksPerMinute) % day
        if difference > day / 2 { difference -= day }
        if difference < -day / 2 { difference += day }
        starts.add(difference: difference, assumed: ClockCheck.assumed(zone, at: start))
    }

    private mutating func startInBlob(_ row: RowView) -> Int? {
        guard let blob = row.bytes(.appointmentRecurrenceBlob) else { return nil }
        let number = row.textNumber(.appointmentRecurrenceBlob)
        if number > 0, number < startsOfBlobs.count, let known = startsOfBlobs[number] { return known }
        let start = try? AppointmentRecurrencePattern.decode(Array(blob)).pattern.appointment?.startTimeOffset
        ClockCheck.note(start, of: number, in: &startsOfBlobs)
        return start
    }

    private mutating func rules(_ row: RowView) -> ZoneRules? {
        guard let name = row.bytes(.timeZone) else { return nil }
        let number = row.textNumber(.timeZone)
        if number > 0, number < rulesOfZones.count, let known = rulesOfZones[number] { return known }
        let rules = zones.rules(of: name)
        ClockCheck.note(rules, of: number, in: &rulesOfZones)
        return rules
    }

    /// Notes what was found out of a text; of one that the batch does not number it is found out again.
    private static func note<Found>(_ found: Found?, of number: Int, in known: inout [Found??]) {
        guard number > 0 else { return }
        if number >= known.count {
            known.append(contentsOf: repeatElement(nil, count: number + 1 - known.count))
        }
        known[number] = .some(found)
    }

    private static func creation(_ key: Bytes) -> Instant? {
        if MeetingKey.ordinary(key) != nil { return creation(inDigits: key) }
        guard case .globalObjectID(let id, _) = MeetingKey(key) else { return nil }
        return id.creationTime
    }

    /// The creation time in an id of the ordinary form, which nearly every row has ([MS-OXOCAL] 2.2.1.27: a FILETIME,
    /// the lowest byte first); 0 is none.
    private static func creation(inDigits key: Bytes) -> Instant? {
        var ticks: Int64 = 0
        for place in stride(from: 54, through: 40, by: -2) {
            guard let high = Hex.value(key[place]), let low = Hex.value(key[place + 1]) else { return nil }
            ticks = ticks << 8 | Int64(high << 4 | low)
        }
        let epoch = Int64(CivilDate.days(year: 1601, month: 1, day: 1)) * Instant.ticksPerDay
        return ticks == 0 ? nil : Instant(ticks: ticks + epoch)
    }

    /// An organizer's item is made when its id is; the id says so in UTC.
    private mutating func addCreation(_ row: RowView) {
        guard !creations.isFull, let creation = row.instant(.creationTime), let state = row.integer(.appointmentState),
            state & 3 == 1,
            row.instanceID == nil, let made = ClockCheck.creation(row.key)
        else { return }
        creations.add(
            difference: creation.ticks - made.ticks, tolerance: 5, assumed: ClockCheck.assumed(zone, at: creation))
    }

    /// An entry is written when the item was changed, or moments later.
    private mutating func addLogTime(_ row: RowView) {
        guard !logTimes.isFull, let logged = row.instant(.logTime), let changed = row.instant(.originalLastModifiedTime)
        else { return }
        logTimes.add(
            difference: logged.ticks - changed.ticks, tolerance: 2,
            assumed: ClockCheck.assumed(logZone ?? zone, at: logged))
    }

    private mutating func addDuration(_ row: RowView) {
        guard let start = row.instant(.startTime), let end = row.instant(.endTime),
            let minutes = row.integer(.duration),
            durations.checked < ClockVotes.most, row.bytes(.appointmentRecurrenceBlob) == nil
        else { return }
        durations.checked += 1
        if (end.ticks - start.ticks) / Instant.ticksPerMinute != minutes { durations.wrong += 1 }
    }

    /// What a person should be told; at most one note about the clock, and one about durations.
    var notes: [String] {
        var notes: [String] = []
        let reading = zone == nil ? "they were read as UTC" : "they were read by --time-zone"
        let advice = "Rows keep the times that they were taken in with, so take the file into a new store with"
        if let found = starts.contradiction {
            notes.append(
                """
                the start times fit the recurrence patterns and whole days of \(found.rows) of \(starts.total) rows if the file's times are \
                \(ClockVotes.words(found.offsets)), but \(reading). \(advice) --time-zone and the zone of the computer that made the export.
                """)
        } else if let found = creations.contradiction {
            notes.append(
                """
                the creation times fit the ids of \(found.rows) of \(creations.total) rows if the file's times are \
                \(ClockVotes.words(found.offsets)), but \(reading). \(advice) --time-zone and the zone of the computer that made the export.
                """)
        } else if let found = logTimes.contradiction {
            notes.append(
                """
                the log times fit the times of modification of \(found.rows) of \(logTimes.total) rows if log times alone are \
                \(ClockVotes.words(found.offsets)): Local Log Time is the exporting computer's. \(advice) --log-time-zone and that computer's zone.
                """)
        }
        if durations.checked >= 5, durations.wrong * 5 >= durations.checked * 4 {
            notes.append(
                """
                the column Duration is not the minutes from start to end in \(durations.wrong) of \(durations.checked) rows. The start \
                or end times may be in another zone than the rest, or were changed by a spreadsheet.
                """)
        }
        return notes
    }
}
