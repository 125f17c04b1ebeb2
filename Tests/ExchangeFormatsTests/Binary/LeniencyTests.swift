import Testing

@testable import ExchangeFormats

/// Each accepted deviation: what shows it, that it is told, and that the bytes survive it.
struct LeniencyTests {
    /// A sample with some of its bytes replaced.
    private struct Change {
        var sample: String
        var field: String
        var byte: UInt8
        var of = 0
    }

    private static let changes: [(Leniency, Change)] = [
        (.reservedBytesInUse, Change(sample: "id-clean", field: "x", byte: 1)),
        (.otherPatternWriter, Change(sample: "recurrence-weekly", field: "recurrencePattern.writerVersion", byte: 9)),
        (.unlistedFrequency, Change(sample: "recurrence-weekly", field: "recurrencePattern.recurFrequency", byte: 0)),
        (.unlistedCalendar, Change(sample: "recurrence-weekly", field: "recurrencePattern.calendarType", byte: 0xD)),
        (.unlistedEnd, Change(sample: "recurrence-weekly", field: "recurrencePattern.endType", byte: 0)),
        (.valueOutsideRange, Change(sample: "recurrence-weekly", field: "recurrencePattern.period", byte: 0)),
        (.valueOutsideRange, Change(sample: "recurrence-daily-deletions", field: "recurrencePattern.period", byte: 1)),
        (.valueOutsideRange, Change(sample: "recurrence-weekly", field: "recurrencePattern.slidingFlag", byte: 1)),
        (
            .valueOutsideRange,
            Change(sample: "recurrence-weekly", field: "recurrencePattern.patternTypeSpecific.weekDays", byte: 0x80)
        ),
        (
            .valueOutsideRange,
            Change(sample: "recurrence-hebrew-lunar", field: "recurrencePattern.patternTypeSpecific.day", byte: 32)
        ),
        (.valueOutsideRange, Change(sample: "recurrence-weekly", field: "recurrencePattern.firstDOW", byte: 7)),
        (.dateNotMidnight, Change(sample: "recurrence-weekly", field: "recurrencePattern.startDate", byte: 1)),
        (
            .dateNotMidnight,
            Change(sample: "recurrence-daily-deletions", field: "recurrencePattern.deletedInstanceDates[0]", byte: 1)
        ),
        (
            .datesOutOfOrder,
            Change(
                sample: "recurrence-daily-deletions", field: "recurrencePattern.deletedInstanceDates[0]", byte: 0xFF,
                of: 3)
        ),
        (
            .unlistedOverride,
            Change(sample: "recurrence-nth-weekend-day", field: "exceptions[0].overrideFlags", byte: 4, of: 1)
        ),
        (.otherDefinitionHeader, Change(sample: "zone-definition-eastern", field: "wReserved", byte: 3)),
        (.rulesOutOfOrder, Change(sample: "zone-definition-eastern", field: "rules[1].wYear", byte: 0, of: 1)),
        (.otherAppointmentReader, Change(sample: "recurrence-weekly", field: "readerVersion2", byte: 7)),
        (.olderWriter, Change(sample: "recurrence-weekly", field: "writerVersion2", byte: 6)),
        (.newerWriter, Change(sample: "recurrence-weekly", field: "writerVersion2", byte: 0xA)),
        (
            .textLengthsDiffer,
            Change(sample: "recurrence-exception-texts", field: "exceptions[0].subjectLength", byte: 9)
        ),
        (
            .exceptionInstantsDiffer,
            Change(sample: "recurrence-exception-texts", field: "extendedExceptions[0].endDateTime", byte: 0)
        ),
        (
            .originalDateNotDeleted,
            Change(sample: "recurrence-exception-texts", field: "exceptions[0].originalStartDate", byte: 1, of: 3)
        ),
        (
            .newDateNotModified,
            Change(sample: "recurrence-exception-texts", field: "exceptions[0].startDateTime", byte: 1, of: 3)
        ),
        (.otherRuleHeader, Change(sample: "zone-definition-eastern", field: "rules[1].bMinorVersion", byte: 2)),
        (.transitionYearDiffers, Change(sample: "zone-struct-central-europe", field: "wDaylightYear", byte: 7)),
    ]

    @Test func oneOddByteIsToldAtItsFieldAndKept() throws {
        for (leniency, change) in LeniencyTests.changes {
            var bytes = try BinarySample.named(change.sample)
            let field = try #require(try Dissection(bytes).fields.first { $0.path == change.field }, "\(change.field)")
            bytes[field.offset + change.of] = change.byte
            let dissection = try Dissection(bytes)
            let told = try #require(dissection.accepted.first { $0.leniency == leniency }, "\(leniency)")
            #expect((told.offset...told.offset + 4).contains(field.offset), "\(told)")
            #expect(dissection.property.encoded() == bytes)
        }
    }

    private static func whole(_ leniency: Leniency) throws -> Dissection? {
        let weekly = try BinarySample.named("recurrence-weekly"), id = try BinarySample.named("id-clean")
        let hex = BinaryText.hex(id)
        switch leniency {
        case .textPrefix: return try Dissection(text: "UID:\(hex)".utf8)
        case .textSeparators: return try Dissection(text: "\(hex.prefix(8)) \(hex.dropFirst(8))".utf8)
        case .lostLeadingZero: return try Dissection(text: hex.dropFirst().utf8)
        case .surplusByte: return try Dissection(id + [0])
        case .endsAfterRecurrencePattern: return try Dissection(Array(weekly.prefix(54)))
        case .reservedBlocksOmitted: return try Dissection(Array(weekly.dropLast(8)))
        case .trailingBytes: return try Dissection(weekly + [1])
        case .exceptionCountDiffers:
            var blob = try AppointmentRecurrencePattern(decoding: weekly)
            blob.recurrencePattern.modifiedInstanceDates = [0]
            return try Dissection(blob.encoded())
        case .changeHighlightSize, .reservedBlockInUse:
            return try Dissection(BinarySample.named("recurrence-accepted-deviations"))
        case .undecodedRest:
            var bytes = try BinarySample.named("recurrence-writer-3008")
            bytes[66] = 6
            return try Dissection(Array(bytes.dropLast(10)))
        default: return nil
        }
    }

    @Test func everyLeniencyHasAValueThatNeedsIt() throws {
        for leniency in Leniency.allCases where !LeniencyTests.changes.contains(where: { $0.0 == leniency }) {
            let dissection = try #require(try LeniencyTests.whole(leniency), "\(leniency)")
            #expect(dissection.accepted.contains { $0.leniency == leniency }, "\(leniency)")
        }
        #expect(Set(Leniency.allCases.map(\.explanation)).count == Leniency.allCases.count)
    }

    @Test func publishedSamplesNeedNone() throws {
        for sample in BinarySample.all where sample.name != "recurrence-accepted-deviations" {
            #expect(try Dissection(sample.bytes).accepted.isEmpty, "\(sample.name)")
        }
    }

    @Test func everyPlaceOfTheDeviatingBlobIsTold() throws {
        let dissection = try Dissection(BinarySample.named("recurrence-accepted-deviations"))
        #expect(
            dissection.accepted.map { "\($0.leniency) \($0.offset)" } == [
                "reservedBlockInUse 126", "changeHighlightSize 132", "reservedBlockInUse 144", "reservedBlockInUse 171",
                "reservedBlockInUse 176",
                "trailingBytes 183",
            ])
    }
}
