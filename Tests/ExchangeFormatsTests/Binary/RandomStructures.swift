@testable import ExchangeFormats

/// Structures that decoders must give back unchanged, made at random from a seed.
struct RandomStructures {
    var generator: SeededGenerator

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
    mutating func long() -> Int { below(4) == 0 ? Int(UInt32.max) - below(3) : below(1 << 32) }
    mutating func number<Number: FixedWidthInteger>() -> Number { Number(truncatingIfNeeded: generator.next()) }
    mutating func bytes(atMost most: Int) -> [UInt8] { (0..<below(most + 1)).map { _ in number() } }
    mutating func mostlyNone(atMost most: Int) -> [UInt8] { below(4) == 0 ? bytes(atMost: most) : [] }
    mutating func maybeLong() -> Int? { below(2) == 0 ? nil : long() }

    mutating func globalObjectID() -> GlobalObjectID {
        let days = CivilDate.days(year: 1601, month: 1, day: 1)...CivilDate.days(year: 4500, month: 12, day: 31)
        var id = GlobalObjectID(
            data: below(3) == 0 ? Array("vCal-Uid".utf8) + [1, 0, 0, 0] + bytes(atMost: 40) : bytes(atMost: 40))
        if below(2) == 0 { id.instanceDate = CivilDate(days: Int32.random(in: days, using: &generator)) }
        if below(4) != 0 {
            id.creationTime = Instant(
                ticks: Int64.random(in: -1_000_000_000_000...100_000_000_000_000_000, using: &generator))
        }
        if below(4) == 0 { id.reserved = (0..<8).map { _ in number() } }
        if below(4) == 0 { id.surplus = [number()] }
        return id
    }

    mutating func recurrencePattern() -> RecurrencePattern {
        let types = [0, 1, 2, 3, 4, 0xA, 0xB, 0xC]
        let type = types[below(types.count)]
        let specific: RecurrencePattern.Specific =
            switch type {
            case 0: .none
            case 1: .weekDays(long())
            case 3, 0xB: .nth(weekDays: long(), n: long())
            default: .day(long())
            }
        var pattern = RecurrencePattern(
            recurFrequency: below(0x10000), patternType: type, period: long(), patternTypeSpecific: specific,
            endType: long(),
            occurrenceCount: long(), startDate: long(), endDate: long())
        pattern.writerVersion = below(0x10000)
        pattern.calendarType = below(0x10000)
        pattern.firstDateTime = long()
        pattern.slidingFlag = long()
        pattern.firstDOW = long()
        pattern.deletedInstanceDates = (0..<below(6)).map { _ in long() }
        pattern.modifiedInstanceDates = (0..<below(6)).map { _ in long() }
        return pattern
    }

    mutating func appointmentRecurrencePattern() -> AppointmentRecurrencePattern {
        var blob = AppointmentRecurrencePattern(recurrencePattern: recurrencePattern(), appointment: nil)
        guard below(8) != 0 else { return blob }
        var part = AppointmentRecurrencePattern.Appointment(startTimeOffset: long(), endTimeOffset: long())
        part.readerVersion2 = long()
        part.writerVersion2 = [0x3006, 0x3008, 0x3009, 0x300A][below(4)]
        part.exceptions = (0..<below(4)).map { _ in exception(writer: part.writerVersion2) }
        part.reservedBlock1 = mostlyNone(atMost: 9)
        part.reservedBlock2 = mostlyNone(atMost: 9)
        blob.appointment = part
        blob.trailingBytes = mostlyNone(atMost: 99)
        return blob
    }

    private mutating func shortText() -> ExceptionInfo.ShortText {
        let text = bytes(atMost: 20)
        return ExceptionInfo.ShortText(length: below(4) == 0 ? below(0x10000) : text.count + 1, bytes: text)
    }

    mutating func exception(writer: Int) -> ExceptionInfo {
        typealias Flag = ExceptionInfo.Flag
        var exception = ExceptionInfo(
            startDateTime: long(), endDateTime: long(), originalStartDate: long(), overrideFlags: below(0x10000))
        if exception.has(Flag.subject) { exception.subject = shortText() }
        if exception.has(Flag.meetingType) { exception.meetingType = long() }
        if exception.has(Flag.reminderDelta) { exception.reminderDelta = long() }
        if exception.has(Flag.reminderSet) { exception.reminderSet = long() }
        if exception.has(Flag.location) { exception.location = shortText() }
        if exception.has(Flag.busyStatus) { exception.busyStatus = long() }
        if exception.has(Flag.attachment) { exception.attachment = long() }
        if exception.has(Flag.subType) { exception.subType = long() }
        if exception.has(Flag.appointmentColor) { exception.appointmentColor = long() }
        var extended = ExtendedException()
        if writer >= 0x3009 { extended.changeHighlight = below(3) == 0 ? bytes(atMost: 12) : [1, 0, 0, 0] }
        extended.reservedBlock1 = mostlyNone(atMost: 9)
        if exception.has(Flag.subject) || exception.has(Flag.location) {
            extended.instants = [exception.startDateTime, exception.endDateTime, long()]
            if exception.has(Flag.subject) { extended.wideCharSubject = (0..<below(20)).map { _ in number() } }
            if exception.has(Flag.location) { extended.wideCharLocation = (0..<below(20)).map { _ in number() } }
            extended.reservedBlock2 = mostlyNone(atMost: 9)
        }
        exception.extended = extended
        return exception
    }

    private mutating func transitionDate() -> TransitionDate {
        var date = TransitionDate(month: number(), dayOfWeek: number(), day: number(), hour: number())
        date.wYear = number()
        date.wMinute = number()
        date.wSecond = number()
        date.wMilliseconds = number()
        return date
    }

    mutating func timeZoneStruct() -> TimeZoneStruct {
        var zone = TimeZoneStruct(
            lBias: number(), lStandardBias: number(), lDaylightBias: number(), stStandardDate: transitionDate(),
            stDaylightDate: transitionDate())
        zone.wStandardYear = number()
        zone.trailingBytes = mostlyNone(atMost: 20)
        return zone
    }

    mutating func timeZoneDefinition() -> TimeZoneDefinition {
        let rules = (0..<below(4)).map { _ in
            TimeZoneDefinition.Rule(
                flags: number(), year: number(), lBias: number(), lStandardBias: number(), lDaylightBias: number(),
                stStandardDate: transitionDate(), stDaylightDate: transitionDate())
        }
        var zone = TimeZoneDefinition(name: "", rules: rules)
        zone.bMinorVersion = number()
        zone.wReserved = number()
        zone.keyName = (0..<below(30)).map { _ in number() }
        zone.trailingBytes = mostlyNone(atMost: 20)
        return zone
    }
}
