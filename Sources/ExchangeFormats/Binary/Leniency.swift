/// A deviation from the specification that values in the wild show, and that the decoders accept. Each is one case:
/// what is not named here is refused.
public enum Leniency: String, Hashable, Sendable, CaseIterable {
    // How bytes are written as text.
    case textPrefix
    case textSeparators
    case lostLeadingZero

    // Global object ids.
    case surplusByte
    case reservedBytesInUse

    // Recurrence blobs.
    case otherPatternWriter
    case unlistedFrequency
    case unlistedCalendar
    case unlistedEnd
    case valueOutsideRange
    case dateNotMidnight
    case datesOutOfOrder
    case endsAfterRecurrencePattern
    case otherAppointmentReader
    case olderWriter
    case newerWriter
    case undecodedRest
    case exceptionCountDiffers
    case unlistedOverride
    case textLengthsDiffer
    case changeHighlightSize
    case reservedBlockInUse
    case reservedBlocksOmitted
    case exceptionInstantsDiffer
    case originalDateNotDeleted
    case newDateNotModified

    // Time zones.
    case otherDefinitionHeader
    case rulesOutOfOrder
    case otherRuleHeader
    case transitionYearDiffers

    // Any of them.
    case trailingBytes

    /// A sentence for people.
    public var explanation: String {
        switch self {
        case .textPrefix: "a prefix before the digits was taken off"
        case .textSeparators: "spaces or dashes between the digits were taken out"
        case .lostLeadingZero: "the leading zero was lost and has been put back"
        case .surplusByte: "one byte more than the size says"
        case .reservedBytesInUse: "reserved bytes that should be zero are not"
        case .otherPatternWriter: "a writer version other than 0x3004"
        case .unlistedFrequency: "a frequency that the specification does not list; the pattern type decides"
        case .unlistedCalendar: "a calendar that the specification does not list"
        case .unlistedEnd: "a kind of end that the specification does not list"
        case .valueOutsideRange: "a number outside the range that the specification gives"
        case .dateNotMidnight: "a date that is not a midnight; the day counts"
        case .datesOutOfOrder: "dates that do not ascend"
        case .endsAfterRecurrencePattern:
            "the blob ends after the rule, as a task's does: no times of day and no exceptions"
        case .otherAppointmentReader: "a reader version other than 0x3006"
        case .olderWriter: "a writer version before 0x3008, read by the layout of 0x3008"
        case .newerWriter: "a writer version after 0x3009, read by the layout of 0x3009"
        case .undecodedRest: "what follows the exceptions does not fit the layout of 0x3008 and was left undecoded"
        case .exceptionCountDiffers: "not as many exceptions as modified instances"
        case .unlistedOverride: "a flag that the specification does not list; no field was read for it"
        case .textLengthsDiffer: "the first length of a text should be one more than the second"
        case .changeHighlightSize: "a change highlight whose size is not 4"
        case .reservedBlockInUse: "a reserved block that should be empty is not"
        case .reservedBlocksOmitted: "the blob ends behind an exception count of 0, without the reserved blocks"
        case .exceptionInstantsDiffer: "the times repeated in the extended exception are not those of the exception"
        case .originalDateNotDeleted: "the exception's original date is not among the deleted instances"
        case .newDateNotModified: "the exception's new date is not among the modified instances"
        case .otherDefinitionHeader:
            "a minor version or a reserved number that is not the one that the specification gives"
        case .rulesOutOfOrder: "rules whose years do not ascend"
        case .otherRuleHeader: "a rule's version or size is not the one that the specification gives"
        case .transitionYearDiffers: "the year before a transition date is not the date's own"
        case .trailingBytes: "bytes after the complete structure"
        }
    }
}

/// A leniency that was needed, and where.
public struct Acceptance: Hashable, Sendable, CustomStringConvertible {
    /// What was taken.
    public var leniency: Leniency
    /// A path in the specification's names.
    public var field: String
    /// In bytes from the first of the property.
    public var offset: Int
    /// How many bytes it concerns, where that says more.
    public var count: Int?

    /// A sentence for people that names the field and the byte.
    public var description: String {
        "\(field) at byte \(offset): \(leniency.explanation)"
            + (count.map { $0 == 1 ? " (1 byte)" : " (\($0) bytes)" } ?? "")
    }
}
