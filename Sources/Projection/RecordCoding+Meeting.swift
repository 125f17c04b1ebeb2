import ExchangeFormats
import Reconstruct

/// A meeting as the projection stores it. The form is derived data: when it changes, `Projection.foldVersion` is
/// raised and every meeting is made again from the log.
extension RecordEncoder {
    static func encode(_ meeting: Meeting) -> [UInt8] {
        var writer = RecordEncoder()
        writer.write(meeting.status.code)
        writer.write(optional: meeting.organizer) { $0.write($1) }
        writer.write(optional: meeting.subject) { $0.write($1) }
        writer.write(meeting.schedule)
        writer.write(meeting.sequenceNumber)
        writer.write(meeting.firstSeen.ticks)
        writer.write(meeting.lastChanged.ticks)
        writer.write(Int(meeting.marks.rawValue))
        writer.write(each: meeting.participants) { $0.write($1) }
        writer.write(each: meeting.takenOff) { writer, word in
            writer.write(word.address)
            writer.write(optional: word.date) { $0.write(Int($1.days)) }
            writer.write(word.loggedAt.ticks)
        }
        return writer.bytes
    }

    private mutating func write(_ schedule: Schedule) {
        switch schedule {
        case .unknown:
            write(0)
        case .single(let slot, let zone):
            write(1)
            write(slot)
            write(zone)
        case .firstOccurrence(let slot, let zone):
            write(2)
            write(slot)
            write(zone)
        case .dates(let dates, let zone):
            write(3)
            write(dates)
            write(zone)
        case .besides(let slot, let isSeries, let dates, let zone):
            write(5)
            write(slot)
            write(isSeries)
            write(dates)
            write(zone)
        case .series(let series):
            write(4)
            write(series)
        }
    }

    private mutating func write(_ dates: [DatedSlot]) {
        write(each: dates) { writer, dated in
            writer.write(Int(dated.date.days))
            writer.write(dated.slot)
            writer.write(optional: dated.originalStart) { $0.write($1.ticks) }
            writer.write(dated.isRemoved)
            writer.write(optional: dated.subject) { $0.write($1) }
        }
    }

    private mutating func write(_ zone: SeriesZone?) {
        write(optional: zone?.name) { $0.write($1) }
        write(optional: zone?.blob) { $0.write($1) }
        write(optional: zone?.offsetAtStart) { $0.write($1) }
    }

    private mutating func write(_ series: Series) {
        write(series.pattern.encoded())
        write(series.startMinutes)
        write(series.endMinutes)
        write(series.isAllDay)
        write(series.zone)
        write(optional: series.firstStart) { $0.write($1.ticks) }
        write(each: series.overrides) { writer, override in
            writer.write(Int(override.date.days))
            writer.write(optional: override.moved) { $0.write($1) }
            writer.write(override.isRemoved)
            writer.write(optional: override.subject) { $0.write($1) }
        }
    }

    private mutating func write(_ slot: Slot) {
        write(slot.start.ticks)
        write(slot.end.ticks)
        write(slot.isAllDay)
    }

    private mutating func write(_ participant: Participant) {
        write(participant.address)
        write(participant.isResource)
        write(participant.isOfSeries)
        write(participant.response.code)
        write(optional: participant.answeredAt) { $0.write($1.ticks) }
        write(participant.hasCopy)
        write(each: participant.dates) { writer, special in
            writer.write(Int(special.date.days))
            writer.write(special.isPresent)
            writer.write(special.response.code)
            writer.write(optional: special.answeredAt) { $0.write($1.ticks) }
        }
    }
}

extension RecordDecoder {
    static func decode(_ bytes: [UInt8]) throws(RecordError) -> Meeting {
        var reader = RecordDecoder(bytes)
        let meeting = Meeting(
            status: try reader.choice(),
            organizer: try reader.optional { reader throws(RecordError) in try reader.text() },
            subject: try reader.optional { reader throws(RecordError) in try reader.text() },
            schedule: try reader.schedule(),
            sequenceNumber: try reader.integer(),
            firstSeen: Instant(ticks: try reader.number()),
            lastChanged: Instant(ticks: try reader.number()),
            marks: Meeting.Marks(rawValue: UInt8(truncatingIfNeeded: try reader.number())),
            participants: try reader.each { reader throws(RecordError) in try reader.participant() },
            takenOff: try reader.each { reader throws(RecordError) in
                TakenOff(
                    address: try reader.text(),
                    date: try reader.optional { reader throws(RecordError) in try reader.date() },
                    loggedAt: Instant(ticks: try reader.number()))
            })
        guard reader.isAtEnd else { throw RecordError(offset: reader.offset) }
        return meeting
    }

    private mutating func choice<Choice: CaseIterable>() throws(RecordError) -> Choice
    where Choice.AllCases == [Choice] {
        let index = try integer()
        guard Choice.allCases.indices.contains(index) else { throw RecordError(offset: offset) }
        return Choice.allCases[index]
    }

    private mutating func date() throws(RecordError) -> CivilDate {
        guard let days = Int32(exactly: try number()) else { throw RecordError(offset: offset) }
        return CivilDate(days: days)
    }

    private mutating func slot() throws(RecordError) -> Slot {
        Slot(start: Instant(ticks: try number()), end: Instant(ticks: try number()), isAllDay: try flag())
    }

    package mutating func optionalText() throws(RecordError) -> String? {
        try flag() ? try text() : nil
    }

    private mutating func schedule() throws(RecordError) -> Schedule {
        switch try integer() {
        case 0: return .unknown
        case 1: return .single(try slot(), zone: try zone())
        case 2: return .firstOccurrence(try slot(), zone: try zone())
        case 3: return .dates(try dates(), zone: try zone())
        case 4: return .series(try series())
        case 5: return .besides(try slot(), isSeries: try flag(), dates: try dates(), zone: try zone())
        default: throw RecordError(offset: offset)
        }
    }

    private mutating func dates() throws(RecordError) -> [DatedSlot] {
        try each { reader throws(RecordError) in
            DatedSlot(
                date: try reader.date(), slot: try reader.slot(), originalStart: try reader.optionalInstant(),
                isRemoved: try reader.flag(),
                subject: try reader.optionalText())
        }
    }

    private mutating func zone() throws(RecordError) -> SeriesZone? {
        SeriesZone(
            name: try optionalText(), blob: try optional { reader throws(RecordError) in Array(try reader.part()) },
            offsetAtStart: try optional { reader throws(RecordError) in try reader.integer() })
    }

    private mutating func series() throws(RecordError) -> Series {
        let begin = offset
        let encoded = Array(try part())
        guard let pattern = try? RecurrencePattern(decoding: encoded) else { throw RecordError(offset: begin) }
        let (startMinutes, endMinutes, isAllDay) = (try integer(), try integer(), try flag())
        let (zone, firstStart) = (try zone(), try optionalInstant())
        let overrides = try each { reader throws(RecordError) in
            Series.Override(
                date: try reader.date(),
                moved: try reader.optional { reader throws(RecordError) in try reader.slot() },
                isRemoved: try reader.flag(), subject: try reader.optionalText())
        }
        guard
            let series = try? Series(
                pattern: pattern, startMinutes: startMinutes, endMinutes: endMinutes, isAllDay: isAllDay, zone: zone,
                firstStart: firstStart, overrides: overrides)
        else { throw RecordError(offset: begin) }
        return series
    }

    private mutating func participant() throws(RecordError) -> Participant {
        Participant(
            address: try text(), isResource: try flag(), isOfSeries: try flag(), response: try choice(),
            answeredAt: try optionalInstant(), hasCopy: try flag(),
            dates: try each { reader throws(RecordError) in
                Participant.OfDate(
                    date: try reader.date(), isPresent: try reader.flag(), response: try reader.choice(),
                    answeredAt: try reader.optionalInstant())
            })
    }

    private mutating func optionalInstant() throws(RecordError) -> Instant? {
        try optional { reader throws(RecordError) in Instant(ticks: try reader.number()) }
    }
}

extension CaseIterable where Self: Equatable, AllCases == [Self] {
    /// The case's place among all, its stored form.
    var code: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
