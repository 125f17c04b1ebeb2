import ExchangeFormats

@testable import Reconstruct

/// Histories as tests write them down: short calls that make entries. Times are minutes after 2024-03-01 00:00 UTC, a
/// Friday; `day` is 1440 of them.
struct History {
    private(set) var entries: [Entry] = []
    static let day = 1440
    static var zones: ZoneBook { ZoneBook() }
    static let boss = "boss@example.com", ann = "ann@example.com", bob = "bob@example.com", cay = "cay@example.com"

    static func at(_ minutes: Int) -> Instant {
        Instant(
            ticks: Int64(CivilDate.days(year: 2024, month: 3, day: 1)) * Instant.ticksPerDay + Int64(minutes)
                * Instant.ticksPerMinute)
    }

    static func date(_ day: Int) -> CivilDate { CivilDate(days: CivilDate.days(year: 2024, month: 3, day: day)) }

    /// One row. Nil fields stay missing; `change` sets what the parameters do not.
    @discardableResult
    mutating func row(
        _ log: Int, in mailbox: String?, _ itemClass: ItemClass = .appointment, _ trigger: TriggerAction = .update,
        start: Int? = nil, length: Int = 60,
        sequence: Int? = 0, state: Int? = 3, created: Int? = nil, by: ResponsibleUser = .system("Calendar Assistant"),
        sender: String? = nil,
        on date: CivilDate? = nil, blob: [UInt8]? = nil, details: EntryDetails? = nil,
        change: (inout Entry) -> Void = { _ in }
    ) -> Int {
        var entry = Entry(hash: EventHash(high: UInt64(entries.count + 1), low: UInt64(bitPattern: Int64(log))))
        entry.mailbox = mailbox
        entry.logTime = History.at(log)
        entry.originalLastModifiedTime = History.at(log)
        entry.creationTime = created.map(History.at)
        entry.itemClass = itemClass
        entry.trigger = trigger
        entry.startTime = start.map(History.at)
        entry.endTime = start.map { History.at($0 + length) }
        entry.sequenceNumber = sequence
        entry.appointmentState = state.map(AppointmentState.init)
        entry.sentRepresenting = History.boss
        entry.sender = sender ?? History.boss
        entry.responsible = by
        entry.instanceDate = date
        entry.recurrenceBlob = blob
        entry.isRecurring = blob == nil ? nil : true
        entry.timeZone = "UTC"
        entry.details = details
        change(&entry)
        entries.append(entry)
        return entries.count - 1
    }

    /// A row that was made elsewhere.
    mutating func add(_ entry: Entry) { entries.append(entry) }

    /// The organizer's own item.
    mutating func plan(
        _ log: Int, start: Int, _ trigger: TriggerAction = .update, sequence: Int = 0, state: Int = 1, created: Int = 0,
        by: ResponsibleUser? = nil,
        blob: [UInt8]? = nil, change: (inout Entry) -> Void = { _ in }
    ) {
        row(
            log, in: History.boss, .appointment, trigger, start: start, sequence: sequence, state: state,
            created: created,
            by: by ?? .person(History.boss), blob: blob, change: change)
    }

    /// A guest's copy of it.
    mutating func copy(
        _ log: Int, _ guest: String, start: Int, _ trigger: TriggerAction = .update, sequence: Int = 0, state: Int = 3,
        created: Int = 1, by: ResponsibleUser? = nil,
        on date: CivilDate? = nil, blob: [UInt8]? = nil, change: (inout Entry) -> Void = { _ in }
    ) {
        row(
            log, in: guest, .appointment, trigger, start: start, sequence: sequence, state: state, created: created,
            by: by ?? .system("Calendar Assistant"), on: date,
            blob: blob, change: change)
    }

    /// A response in the organizer's mailbox.
    mutating func answer(_ log: Int, _ guest: String, _ response: Response, on date: CivilDate? = nil) {
        row(
            log, in: History.boss, .response(response), .create, sequence: 0, state: 0, created: log,
            by: .person(guest), sender: guest, on: date)
    }

    /// A cancellation message in a guest's mailbox.
    mutating func message(_ log: Int, to guest: String?, sequence: Int = 0, on date: CivilDate? = nil) {
        row(log, in: guest, .cancellation, .create, sequence: sequence, state: 7, created: log, on: date)
    }

    var meeting: Meeting? { fold(entries, zones: History.zones) }

    func response(_ guest: String, on date: CivilDate? = nil) -> Response? {
        meeting?.attendees(on: date).first { $0.address == guest }?.response
    }

    /// Starts of what stands in March and April, in minutes.
    var starts: [Int] { occurrences.filter { $0.status != .cancelled }.map(History.minutes) }

    var occurrences: [Occurrence] {
        var found: [Occurrence] = []
        meeting?.forEachOccurrence(in: History.at(0)..<History.at(61 * History.day), zones: History.zones) {
            found.append($0)
        }
        return found.sorted { $0.slot.start < $1.slot.start }
    }

    var held: [AttendedOccurrence] {
        heldOccurrences(of: entries, in: History.at(0)..<History.at(61 * History.day), zones: History.zones).sorted {
            $0.occurrence.slot.start < $1.occurrence.slot.start
        }
    }

    static func minutes(_ occurrence: Occurrence) -> Int {
        Int((occurrence.slot.start.ticks - at(0).ticks) / Instant.ticksPerMinute)
    }

    /// A daily blob of so many days from a day of March, with removed days and moved ones (day to minutes of the new
    /// start).
    static func daily(
        from day: Int, count: Int, at minutes: Int, length: Int = 60, removed: [Int] = [], moved: [Int: Int] = [:]
    ) -> [UInt8] {
        func midnight(_ day: Int) -> Int { PatternMinutes.minutes(date(day)) }
        var pattern = RecurrencePattern(
            recurFrequency: RecurrencePattern.Frequency.daily, patternType: RecurrencePattern.PatternType.day,
            period: 1440, patternTypeSpecific: .none,
            endType: RecurrencePattern.EndType.count, occurrenceCount: count, startDate: midnight(day),
            endDate: midnight(day + count - 1))
        pattern.deletedInstanceDates = (removed + moved.keys).sorted().map(midnight)
        pattern.modifiedInstanceDates = moved.keys.sorted().map(midnight)
        var times = AppointmentRecurrencePattern.Appointment(startTimeOffset: minutes, endTimeOffset: minutes + length)
        times.exceptions = moved.sorted { $0.key < $1.key }.map { day, start in
            var exception = ExceptionInfo(
                startDateTime: midnight(day) + start, endDateTime: midnight(day) + start + length,
                originalStartDate: midnight(day) + minutes, overrideFlags: 0)
            exception.extended = ExtendedException()
            exception.extended?.changeHighlight = [0, 0, 0, 0]
            return exception
        }
        return AppointmentRecurrencePattern(recurrencePattern: pattern, appointment: times).encoded()
    }
}
