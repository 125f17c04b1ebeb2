import Testing

@testable import ExchangeFormats

/// The examples that are published with the specifications, field by field.
struct WorkedExampleTests {
    private func decoded(_ name: String) throws -> AppointmentRecurrencePattern {
        try AppointmentRecurrencePattern(decoding: BinarySample.named(name))
    }

    private func minutes(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0) throws -> Int {
        PatternMinutes.minutes(try #require(CivilDate(year: year, month: month, day: day))) + hour * 60 + minute
    }

    @Test func weeklyWithoutExceptions() throws {
        let blob = try decoded("recurrence-weekly")
        let expected = RecurrencePattern(
            recurFrequency: 0x200B, patternType: 1, period: 1, patternTypeSpecific: .weekDays(0x32), endType: 0x2022,
            occurrenceCount: 12,
            startDate: 0x0CBC_2080, endDate: 0x0CBC_AD20)
        var pattern = blob.recurrencePattern
        #expect(pattern.firstDateTime == 8640)
        pattern.firstDateTime = 0
        #expect(pattern == expected)
        #expect(try pattern.startDate == minutes(2007, 3, 26))
        #expect(try pattern.endDate == minutes(2007, 4, 20))
        #expect(blob.appointment == AppointmentRecurrencePattern.Appointment(startTimeOffset: 600, endTimeOffset: 630))
        #expect(blob.appointment?.readerVersion2 == 0x3006)
        #expect(blob.appointment?.writerVersion2 == 0x3009)
        #expect(blob.trailingBytes.isEmpty)
    }

    @Test func exceptionWithSubjectAndLocation() throws {
        let blob = try decoded("recurrence-exception-texts")
        #expect(try blob.recurrencePattern.deletedInstanceDates == [minutes(2007, 4, 16)])
        #expect(try blob.recurrencePattern.modifiedInstanceDates == [minutes(2007, 4, 16)])
        let exception = try #require(blob.appointment?.exceptions.first)
        #expect(blob.appointment?.exceptions.count == 1)
        #expect(try exception.startDateTime == minutes(2007, 4, 16, 11))
        #expect(try exception.endDateTime == minutes(2007, 4, 16, 11, 30))
        #expect(try exception.originalStartDate == minutes(2007, 4, 16, 10))
        #expect(exception.overrideFlags == 0x11)
        #expect(exception.subject?.length == 34)
        #expect(exception.subject?.bytes == Array("Simple Recurrence with exceptions".utf8))
        #expect(exception.location?.length == 8)
        #expect(exception.location?.bytes == Array("34/4141".utf8))
        #expect(exception.extended?.changeHighlight == [0, 0, 0, 0])
        #expect(
            exception.extended?.instants == [
                exception.startDateTime, exception.endDateTime, exception.originalStartDate,
            ])
        #expect(exception.subjectText == "Simple Recurrence with exceptions")
        #expect(exception.locationText == "34/4141")
    }

    @Test func dailyWithDeletions() throws {
        let blob = try decoded("recurrence-daily-deletions")
        let pattern = blob.recurrencePattern
        #expect(pattern.recurFrequency == 0x200A)
        #expect(pattern.patternType == 0)
        #expect(pattern.firstDateTime == 1440)
        #expect(pattern.period == 4320)
        #expect(pattern.patternTypeSpecific == .none)
        #expect(pattern.endType == 0x2021)
        #expect(pattern.occurrenceCount == 10)
        #expect(try pattern.deletedInstanceDates == [minutes(2011, 4, 19), minutes(2011, 4, 22)])
        #expect(pattern.modifiedInstanceDates.isEmpty)
        #expect(try pattern.startDate == minutes(2011, 4, 7))
        #expect(try pattern.endDate == minutes(2011, 5, 4))
        #expect(blob.appointment?.startTimeOffset == 480)
        #expect(blob.appointment?.endTimeOffset == 510)
        #expect(blob.appointment?.exceptions == [])
    }

    @Test func thirdWeekendDayOfEveryThirdMonth() throws {
        let blob = try decoded("recurrence-nth-weekend-day")
        let pattern = blob.recurrencePattern
        #expect(pattern.recurFrequency == 0x200C)
        #expect(pattern.patternType == 3)
        #expect(pattern.firstDateTime == 44640)
        #expect(pattern.period == 3)
        #expect(pattern.patternTypeSpecific == .nth(weekDays: 0x41, n: 3))
        #expect(pattern.endType == 0x2022)
        #expect(pattern.occurrenceCount == 10)
        #expect(try pattern.deletedInstanceDates == [minutes(2008, 5, 10), minutes(2008, 8, 9)])
        #expect(try pattern.modifiedInstanceDates == [minutes(2008, 5, 11), minutes(2008, 8, 9)])
        #expect(try pattern.startDate == minutes(2008, 2, 9))
        #expect(try pattern.endDate == minutes(2010, 5, 8))
        let appointment = try #require(blob.appointment)
        #expect(appointment.startTimeOffset == 840)
        #expect(appointment.endTimeOffset == 1020)
        try #require(appointment.exceptions.count == 2)
        let (moved, elsewhere) = (appointment.exceptions[0], appointment.exceptions[1])
        #expect(try moved.startDateTime == minutes(2008, 5, 11, 14))
        #expect(try moved.endDateTime == minutes(2008, 5, 11, 17))
        #expect(try moved.originalStartDate == minutes(2008, 5, 10, 14))
        #expect(moved.overrideFlags == 0)
        #expect(moved.extended?.instants == nil)
        #expect(try elsewhere.startDateTime == minutes(2008, 8, 9, 14))
        #expect(elsewhere.originalStartDate == elsewhere.startDateTime)
        #expect(elsewhere.overrideFlags == 0x10)
        #expect(elsewhere.subjectText == nil)
        #expect(elsewhere.locationText == "new location")
    }

    @Test func hebrewYearWithoutEnd() throws {
        let blob = try decoded("recurrence-hebrew-lunar")
        let pattern = blob.recurrencePattern
        #expect(pattern.recurFrequency == 0x200D)
        #expect(pattern.patternType == 2)
        #expect(pattern.calendarType == 8)
        #expect(pattern.firstDateTime == 685_440)
        #expect(pattern.period == 12)
        #expect(pattern.patternTypeSpecific == .day(3))
        #expect(pattern.endType == 0x2023)
        #expect(try pattern.deletedInstanceDates == [minutes(2011, 4, 7)])
        #expect(pattern.modifiedInstanceDates == pattern.deletedInstanceDates)
        #expect(try pattern.startDate == minutes(2008, 4, 8))
        #expect(pattern.endDate == RecurrencePattern.noEnd)
        let exception = try #require(blob.appointment?.exceptions.first)
        #expect(try exception.startDateTime == minutes(2011, 4, 7, 8))
        #expect(try exception.endDateTime == minutes(2011, 4, 7, 8, 30))
        #expect(exception.overrideFlags == 0x224)
        #expect(exception.reminderDelta == 60)
        #expect(exception.busyStatus == 1)
        #expect(exception.has(ExceptionInfo.Flag.body))
    }

    @Test func writerWithoutChangeHighlight() throws {
        let exception = try #require(try decoded("recurrence-writer-3008").appointment?.exceptions.first)
        #expect(exception.extended?.changeHighlight == nil)
        #expect(exception.location == ExceptionInfo.ShortText(""))
        #expect(exception.locationText == "")
    }

    @Test func idOfAnException() throws {
        let bytes = try BinarySample.named("id-exception")
        let id = try GlobalObjectID(decoding: bytes)
        #expect(id.instanceDate == CivilDate(year: 2008, month: 3, day: 25))
        #expect(id.creationTime.map(TimeNotation.utc) == "2008-02-20 17:16:51.109")
        #expect(id.reserved.allSatisfy { $0 == 0 })
        #expect(id.size == 16)
        #expect(BinaryText.hex(id.data) == "2A5844B3A444F74A9C246C60886F116B")
        let clean =
            "040000008200E00074C5B7101A82E008000000005025D461E473C8010000000000000000100000002A5844B3A444F74A9C246C60886F116B"
        #expect(BinaryText.hex(id.cleaned.encoded()) == clean)
        #expect(id.uid == clean)
        #expect(GlobalObjectID(uid: clean) == id.cleaned)
        let base64 = "BAAAAIIA4AB0xbcQGoLgCAfYAxlQJdRh5HPIAQAAAAAAAAAAEAAAACpYRLOkRPdKnCRsYIhvEWs="
        #expect(try BinaryText.readings(of: base64.utf8).map(\.bytes) == [bytes])
    }

    @Test func idOfAWholeMeeting() throws {
        let id = try GlobalObjectID(decoding: BinarySample.named("id-clean"))
        #expect(id.instanceDate == nil)
        #expect(id.creationTime.map(TimeNotation.utc) == "2012-06-09 15:01:52.8696212")
        #expect(BinaryText.hex(id.data) == "10B0349F6B17454685E17D9F9512E71F")
        #expect(id.cleaned == id)
        #expect(!id.isForeign)
    }

    @Test func idOfAnotherCalendar() throws {
        let id = try GlobalObjectID(decoding: BinarySample.named("id-foreign"))
        #expect(id.instanceDate == nil)
        #expect(id.creationTime == nil)
        #expect(id.size == 46)
        #expect(id.isForeign)
        #expect(id.uid == "7q1p3u5vd0c2k8m4@calendar.example")
        // The zero byte at the end is what writers differ on, and the UID is the same without it.
        #expect(GlobalObjectID(uid: id.uid).uid == id.uid)
        #expect(GlobalObjectID(uid: id.uid).size == 45)
    }
}
