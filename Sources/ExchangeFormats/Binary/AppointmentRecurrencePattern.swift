/// The AppointmentRecurrencePattern structure ([MS-OXOCAL] 2.2.1.44.5), the value of PidLidAppointmentRecur: a rule,
/// the times of day, and the instances that differ.
public struct AppointmentRecurrencePattern: BinaryStructure {
    /// RecurrencePattern: the rule and the dates that differ from it.
    public var recurrencePattern: RecurrencePattern
    /// What stands after the rule; nil when the blob ends there, as a task's does.
    public var appointment: Appointment?
    /// Bytes after a complete structure: accepted, kept and counted.
    public var trailingBytes: [UInt8] = []

    /// What follows the pattern in the blob of an appointment: its times of day and its exceptions. A task's has none.
    public struct Appointment: Hashable, Sendable {
        /// ReaderVersion2: 0x3006 by the specification.
        public var readerVersion2 = 0x3006
        /// WriterVersion2: 0x3008 or 0x3009 by the specification, which decides on ChangeHighlight.
        public var writerVersion2 = 0x3009
        /// Minutes after local midnight of the instance's date at which it starts.
        public var startTimeOffset: Int
        /// Minutes after that midnight too; beyond 1440 where the instance ends on a later day.
        public var endTimeOffset: Int
        /// The instances that differ, in the order of the blob.
        public var exceptions: [ExceptionInfo] = []
        /// ReservedBlock1, without its size; empty by the specification.
        public var reservedBlock1: [UInt8] = []
        /// ReservedBlock2, without its size; empty by the specification.
        public var reservedBlock2: [UInt8] = []
        /// How many of the two blocks, from the end on, were left out with their sizes: only where there is no
        /// exception.
        public var omittedBlocks = 0
        /// What stands after the ExceptionInfo structures of a writer before 0x3008, where it does not follow the
        /// layout of 0x3008: then the reserved blocks are empty and no exception has its extended part.
        public var undecodedRest: [UInt8]?

        /// Times of day without exceptions.
        ///
        /// - Parameters:
        ///   - startTimeOffset: minutes after midnight.
        ///   - endTimeOffset: minutes after the same midnight.
        public init(startTimeOffset: Int, endTimeOffset: Int) {
            self.startTimeOffset = startTimeOffset
            self.endTimeOffset = endTimeOffset
        }
    }

    /// A pattern of its parts.
    public init(recurrencePattern: RecurrencePattern, appointment: Appointment?) {
        self.recurrencePattern = recurrencePattern
        self.appointment = appointment
    }

    /// Reads a whole blob.
    ///
    /// - Throws: the field and the byte at which it stops making sense. A blob whose exceptions are cut off is refused
    ///   too; `decode` keeps what stands of it.
    public init(from reader: inout ByteReader) throws(FormatError) {
        try self.init(RecurrencePattern(from: &reader), restFrom: &reader)
    }

    private init(_ rule: RecurrencePattern, restFrom reader: inout ByteReader) throws(FormatError) {
        recurrencePattern = rule
        guard reader.remaining > 0 else {
            reader.accept(.endsAfterRecurrencePattern, field: "recurrencePattern", at: reader.offset)
            return
        }
        var part = try Appointment(timesFrom: &reader)
        try part.readExceptions(from: &reader, of: rule)
        appointment = part
        let end = reader.offset
        trailingBytes = reader.rest()
        if !trailingBytes.isEmpty {
            reader.accept(.trailingBytes, field: "trailingBytes", at: end, count: trailingBytes.count)
        }
    }

    /// What stands of a blob, and what had to be accepted for it.
    public struct Decoded: Hashable, Sendable {
        /// The whole blob; or, when the exceptions are unknown, the rule with its deleted dates, the times of day if
        /// they were reached, and no exception at all, as half of them would pass for all of them. Such a pattern does
        /// not encode to the bytes it came from.
        public var pattern: AppointmentRecurrencePattern
        /// Why, and from which byte on, the exceptions cannot be known: the blob was cut off or is damaged after its
        /// rule.
        public var exceptionsUnknown: FormatError?
        /// What was taken although the specification has it otherwise.
        public var accepted: [Acceptance]
    }

    /// Reads what stands of a blob that may be cut off or damaged after its rule.
    ///
    /// - Throws: when the rule itself cannot be read.
    public static func decode(_ bytes: [UInt8]) throws(FormatError) -> Decoded {
        var reader = ByteReader(bytes, noting: .acceptances)
        let rule = try RecurrencePattern(from: &reader)
        var afterRule = reader
        do throws(FormatError) {
            let whole = try AppointmentRecurrencePattern(rule, restFrom: &reader)
            return Decoded(pattern: whole, exceptionsUnknown: nil, accepted: reader.accepted)
        } catch {
            let times = try? Appointment(timesFrom: &afterRule)
            let standing = AppointmentRecurrencePattern(recurrencePattern: rule, appointment: times)
            return Decoded(pattern: standing, exceptionsUnknown: error, accepted: afterRule.accepted)
        }
    }

    /// Appends the blob: of a pattern that was decoded whole, the same bytes.
    public func encode(into writer: inout ByteWriter) {
        recurrencePattern.encode(into: &writer)
        appointment?.encode(into: &writer)
        writer.append(trailingBytes)
    }
}

extension AppointmentRecurrencePattern.Appointment {
    /// The writers whose layout [MS-OXOCAL] 2.2.1.44.5 gives: the first without, the second with ChangeHighlight.
    private static let plainWriter = 0x3008, highlightWriter = 0x3009

    /// Reads what stands between the rule and the exceptions.
    init(timesFrom reader: inout ByteReader) throws(FormatError) {
        let start = reader.offset
        readerVersion2 = try reader.long("readerVersion2")
        writerVersion2 = try reader.long("writerVersion2")
        startTimeOffset = try reader.long("startTimeOffset")
        endTimeOffset = try reader.long("endTimeOffset")
        if readerVersion2 != 0x3006 { reader.accept(.otherAppointmentReader, field: "readerVersion2", at: start) }
        if writerVersion2 < Self.plainWriter { reader.accept(.olderWriter, field: "writerVersion2", at: start + 4) }
        if writerVersion2 > Self.highlightWriter { reader.accept(.newerWriter, field: "writerVersion2", at: start + 4) }
    }

    mutating func readExceptions(from reader: inout ByteReader, of rule: RecurrencePattern) throws(FormatError) {
        let countOffset = reader.offset
        // An ExceptionInfo has at least 14 bytes.
        let count = try reader.shortCount("exceptionCount", ofElements: 14)
        if count != rule.modifiedInstanceDates.count {
            reader.accept(.exceptionCountDiffers, field: "exceptionCount", at: countOffset)
        }
        let firstOffset = reader.offset
        for index in 0..<count { exceptions.append(try ExceptionInfo(from: &reader, index: index)) }
        if reader.notesAcceptances { noteStrayDates(&reader, of: rule, from: firstOffset) }
        guard writerVersion2 < Self.plainWriter else {
            try readExtended(from: &reader, of: rule)
            return
        }
        let afterExceptions = (reader: reader, part: self)
        do throws(FormatError) {
            try readExtended(from: &reader, of: rule)
        } catch {
            (reader, self) = afterExceptions
            reader.accept(.undecodedRest, field: "undecodedRest", at: reader.offset, count: reader.remaining)
            undecodedRest = reader.rest("undecodedRest")
        }
    }

    /// The rule lists the days of every exception: the original among the deleted, the new among the modified.
    private func noteStrayDates(_ reader: inout ByteReader, of rule: RecurrencePattern, from firstOffset: Int) {
        let deleted = Set(rule.deletedInstanceDates), modified = Set(rule.modifiedInstanceDates)
        var offset = firstOffset
        for (index, exception) in exceptions.enumerated() {
            if !deleted.contains(exception.originalStartDate / 1440 * 1440) {
                reader.accept(.originalDateNotDeleted, field: "exceptions[\(index)].originalStartDate", at: offset + 8)
            }
            if !modified.contains(exception.startDateTime / 1440 * 1440) {
                reader.accept(.newDateNotModified, field: "exceptions[\(index)].startDateTime", at: offset)
            }
            offset += exception.length
        }
    }

    private mutating func readExtended(from reader: inout ByteReader, of rule: RecurrencePattern) throws(FormatError) {
        // Some clients end the blob at an exception count of 0, or behind the first block: nothing is missing that
        // matters.
        let hasNone = exceptions.isEmpty && rule.modifiedInstanceDates.isEmpty
        if hasNone, reader.remaining == 0 {
            reader.accept(.reservedBlocksOmitted, field: "reservedBlock1", at: reader.offset)
            omittedBlocks = 2
            return
        }
        reservedBlock1 = try reader.reservedBlock("reservedBlock1")
        if hasNone, reader.remaining == 0 {
            reader.accept(.reservedBlocksOmitted, field: "reservedBlock2", at: reader.offset)
            omittedBlocks = 1
            return
        }
        for index in exceptions.indices {
            exceptions[index].extended = try ExtendedException(
                from: &reader, of: exceptions[index], writerVersion2: writerVersion2, index: index)
        }
        reservedBlock2 = try reader.reservedBlock("reservedBlock2")
    }

    func encode(into writer: inout ByteWriter) {
        for value in [readerVersion2, writerVersion2, startTimeOffset, endTimeOffset] { writer.long(value) }
        writer.short(exceptions.count)
        for exception in exceptions { exception.encode(into: &writer) }
        if let undecodedRest { return writer.append(undecodedRest) }
        if omittedBlocks < 2 {
            writer.long(reservedBlock1.count)
            writer.append(reservedBlock1)
        }
        for exception in exceptions { exception.extended?.encode(into: &writer) }
        if omittedBlocks == 0 {
            writer.long(reservedBlock2.count)
            writer.append(reservedBlock2)
        }
    }
}
