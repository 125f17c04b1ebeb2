import Testing

@testable import ExchangeFormats

/// Blobs whose fields stand where they should and whose numbers cannot all be true.
struct ContradictionTests {
    private static func blob(
        _ change: (inout AppointmentRecurrencePattern) -> Void = { _ in }
    ) -> AppointmentRecurrencePattern {
        let start = PatternMinutes.minutes(CivilDate(days: 19_783))
        var rule = RecurrencePattern(
            recurFrequency: RecurrencePattern.Frequency.weekly, patternType: RecurrencePattern.PatternType.week,
            period: 1,
            patternTypeSpecific: .weekDays(0x3E), endType: RecurrencePattern.EndType.date, occurrenceCount: 20,
            startDate: start,
            endDate: start + 27 * 1440)
        rule.deletedInstanceDates = [start + 1440, start + 3 * 1440]
        rule.modifiedInstanceDates = [start + 1440]
        var times = AppointmentRecurrencePattern.Appointment(startTimeOffset: 600, endTimeOffset: 660)
        var exception = ExceptionInfo(
            startDateTime: start + 1440 + 900, endDateTime: start + 1440 + 960, originalStartDate: start + 1440 + 600,
            overrideFlags: 0)
        exception.extended = ExtendedException()
        exception.extended?.changeHighlight = [0, 0, 0, 0]
        times.exceptions = [exception]
        var blob = AppointmentRecurrencePattern(recurrencePattern: rule, appointment: times)
        change(&blob)
        return blob
    }

    private static let consistent: [(String, AppointmentRecurrencePattern)] = [
        ("as it is", blob()),
        ("an occurrence of no length", blob { $0.appointment?.endTimeOffset = 600 }),
        ("one of three days", blob { $0.appointment?.endTimeOffset = 600 + 3 * 1440 }),
        ("an end on the first date", blob { $0.recurrencePattern.endDate = $0.recurrencePattern.startDate }),
        (
            "a counted series whose writer left the end date 0",
            blob {
                $0.recurrencePattern.endType = RecurrencePattern.EndType.count; $0.recurrencePattern.endDate = 0
            }
        ),
        (
            "no end, and the date that says so",
            blob {
                $0.recurrencePattern.endType = RecurrencePattern.EndType.never;
                $0.recurrencePattern.endDate = RecurrencePattern.noEnd
            }
        ),
        ("an exception of no length", blob { $0.appointment?.exceptions[0].endDateTime -= 60 }),
        ("a rule alone", blob { $0.appointment = nil }),
    ]

    @Test func whatFitsTogetherIsNotDoubted() throws {
        for (name, blob) in ContradictionTests.consistent {
            let contradiction = try AppointmentRecurrencePattern(decoding: blob.encoded()).contradiction
            #expect(contradiction == nil, "\(name)")
        }
    }

    private static let contradictory: [(field: String, AppointmentRecurrencePattern)] = [
        ("endTimeOffset", blob { $0.appointment?.endTimeOffset = 599 }),
        ("endTimeOffset", blob { $0.appointment?.endTimeOffset = 0xFFFF_FFFF }),
        (
            "startTimeOffset",
            blob {
                $0.appointment?.startTimeOffset = 1440; $0.appointment?.endTimeOffset = 1500
            }
        ),
        ("startTimeOffset", blob { $0.appointment?.startTimeOffset = 0x7FFF_FFFF }),
        ("recurrencePattern.endDate", blob { $0.recurrencePattern.endDate = $0.recurrencePattern.startDate - 1440 }),
        (
            "recurrencePattern.endDate",
            blob {
                $0.recurrencePattern.endType = RecurrencePattern.EndType.count; $0.recurrencePattern.endDate = 1440
            }
        ),
        (
            "recurrencePattern.startDate",
            blob {
                $0.recurrencePattern.startDate = 0xFFFF_FF00; $0.recurrencePattern.endDate = 0xFFFF_FF00
            }
        ),
        ("exceptions[0].endDateTime", blob { $0.appointment?.exceptions[0].endDateTime -= 61 }),
        ("exceptions[0].originalStartDate", blob { $0.appointment?.exceptions[0].originalStartDate = 0xFFFF_0000 }),
        ("exceptionCount", blob { $0.appointment?.exceptions = [] }),
    ]

    /// The error stands at the field whose name it gives, byte for byte.
    @Test func whatCannotBeTrueIsToldAtItsField() throws {
        for (field, blob) in ContradictionTests.contradictory {
            let bytes = blob.encoded()
            let error = try #require(try AppointmentRecurrencePattern(decoding: bytes).contradiction, "\(field)")
            #expect(error.field == field)
            let span = try #require(
                try Dissection(bytes).fields.first { $0.path == field || $0.path.hasSuffix(field) }, "\(field)")
            #expect(span.offset == error.offset, "\(error)")
        }
    }

    @Test func whatIsMissingBehindNoExceptionDoesNotMatter() throws {
        let plain = ContradictionTests.blob {
            $0.appointment?.exceptions = []
            $0.recurrencePattern.modifiedInstanceDates = []
        }.encoded()
        for missing in [4, 8] {
            let cut = Array(plain.dropLast(missing))
            let blob = try AppointmentRecurrencePattern(decoding: cut)
            #expect(blob.encoded() == cut && blob.scrubbed().encoded() == cut)
            #expect(blob.recurrencePattern.deletedInstanceDates.count == 2)
        }
        // Half a size is a cut, and where an exception stands its second half is missing.
        for missing in [1, 5] {
            #expect(throws: FormatError.self) {
                try AppointmentRecurrencePattern(decoding: Array(plain.dropLast(missing)))
            }
        }
        let whole = ContradictionTests.blob().encoded()
        for missing in [4, 8, 12] {
            #expect(throws: FormatError.self) {
                try AppointmentRecurrencePattern(decoding: Array(whole.dropLast(missing)))
            }
        }
        // Dates that were moved, and not a word of where to.
        let moved = ContradictionTests.blob { $0.appointment?.exceptions = [] }.encoded()
        #expect(throws: FormatError.self) { try AppointmentRecurrencePattern(decoding: Array(moved.dropLast(8))) }
    }
}
