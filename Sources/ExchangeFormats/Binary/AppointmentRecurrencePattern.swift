/// The AppointmentRecurrencePattern structure ([MS-OXOCAL] 2.2.1.44.5), the value of PidLidAppointmentRecur: a rule, the
/// times of day, and the instances that differ.
public struct AppointmentRecurrencePattern: BinaryStructure {
    public var recurrencePattern: RecurrencePattern
    /// What stands after the rule; nil when the blob ends there, as a task's does.
    public var appointment: Appointment?
    /// Bytes after a complete structure: accepted, kept and counted.
    public var trailingBytes: [UInt8] = []

    public struct Appointment: Hashable, Sendable {
        public var readerVersion2 = 0x3006
        public var writerVersion2 = 0x3009
        /// Minutes after local midnight of the instance's date at which it starts and ends.
        public var startTimeOffset: Int
        public var endTimeOffset: Int
        public var exceptions: [ExceptionInfo] = []
        public var reservedBlock1: [UInt8] = []
        public var reservedBlock2: [UInt8] = []
        /// What stands after the ExceptionInfo structures of a writer before 0x3008, where it does not follow the layout
        /// of 0x3008: then the reserved blocks are empty and no exception has its extended part.
        public var undecodedRest: [UInt8]?

        public init(startTimeOffset: Int, endTimeOffset: Int) {
            self.startTimeOffset = startTimeOffset
            self.endTimeOffset = endTimeOffset
        }
    }

    public init(recurrencePattern: RecurrencePattern, appointment: Appointment?) {
        self.recurrencePattern = recurrencePattern
        self.appointment = appointment
    }

    /// Reads a whole blob.
    ///
    /// - Throws: the field and the byte at which it stops making sense. A blob whose exceptions are cut off is refused
    ///   too: without its deleted dates and exceptions a series would be over-counted.
    public init(from reader: inout ByteReader) throws(FormatError) {
        recurrencePattern = try RecurrencePattern(from: &reader)
        guard reader.remaining > 0 else {
            reader.accept(.endsAfterRecurrencePattern, field: "recurrencePattern", at: reader.offset)
            return
        }
        appointment = try Appointment(from: &reader, after: recurrencePattern)
        let end = reader.offset
        trailingBytes = reader.rest()
        if !trailingBytes.isEmpty { reader.accept(.trailingBytes, field: "trailingBytes", at: end, count: trailingBytes.count) }
    }

    public func encode(into writer: inout ByteWriter) {
        recurrencePattern.encode(into: &writer)
        appointment?.encode(into: &writer)
        writer.append(trailingBytes)
    }

    /// The same pattern with every text masked at equal length: subjects and places of exceptions, the reserved blocks
    /// and what follows the structure, as any of them may hold somebody's words.
    public func scrubbed() -> AppointmentRecurrencePattern {
        var copy = self
        copy.trailingBytes = trailingBytes.map { _ in 0 }
        guard var part = appointment else { return copy }
        part.reservedBlock1 = part.reservedBlock1.map { _ in 0 }
        part.reservedBlock2 = part.reservedBlock2.map { _ in 0 }
        part.undecodedRest = part.undecodedRest?.map { _ in 0 }
        part.exceptions = part.exceptions.map { $0.scrubbed() }
        copy.appointment = part
        return copy
    }
}

extension AppointmentRecurrencePattern.Appointment {
    /// The writers whose layout [MS-OXOCAL] 2.2.1.44.5 gives: the first without, the second with ChangeHighlight.
    private static let plainWriter = 0x3008, highlightWriter = 0x3009

    init(from reader: inout ByteReader, after pattern: RecurrencePattern) throws(FormatError) {
        let start = reader.offset
        readerVersion2 = try reader.long("readerVersion2")
        writerVersion2 = try reader.long("writerVersion2")
        startTimeOffset = try reader.long("startTimeOffset")
        endTimeOffset = try reader.long("endTimeOffset")
        if readerVersion2 != 0x3006 { reader.accept(.otherAppointmentReader, field: "readerVersion2", at: start) }
        if writerVersion2 < Self.plainWriter { reader.accept(.olderWriter, field: "writerVersion2", at: start + 4) }
        if writerVersion2 > Self.highlightWriter { reader.accept(.newerWriter, field: "writerVersion2", at: start + 4) }
        let countOffset = reader.offset
        // An ExceptionInfo has at least 14 bytes.
        let count = try reader.shortCount("exceptionCount", ofElements: 14)
        if count != pattern.modifiedInstanceDates.count { reader.accept(.exceptionCountDiffers, field: "exceptionCount", at: countOffset) }
        // Only a dump asks how the exceptions' dates stand to the rule's.
        let deleted = Set(reader.isTracing ? pattern.deletedInstanceDates : [])
        let modified = Set(reader.isTracing ? pattern.modifiedInstanceDates : [])
        for index in 0..<count {
            let offset = reader.offset
            let exception = try ExceptionInfo(from: &reader, index: index)
            exceptions.append(exception)
            guard reader.isTracing else { continue }
            if !deleted.contains(exception.originalStartDate / 1440 * 1440) {
                reader.accept(.originalDateNotDeleted, field: "exceptions[\(index)].originalStartDate", at: offset + 8)
            }
            if !modified.contains(exception.startDateTime / 1440 * 1440) {
                reader.accept(.newDateNotModified, field: "exceptions[\(index)].startDateTime", at: offset)
            }
        }
        guard writerVersion2 < Self.plainWriter else {
            try readExtended(from: &reader)
            return
        }
        let afterExceptions = (reader: reader, part: self)
        do throws(FormatError) {
            try readExtended(from: &reader)
        } catch {
            (reader, self) = afterExceptions
            reader.accept(.undecodedRest, field: "undecodedRest", at: reader.offset, count: reader.remaining)
            undecodedRest = reader.rest("undecodedRest")
        }
    }

    private mutating func readExtended(from reader: inout ByteReader) throws(FormatError) {
        reservedBlock1 = try reader.reservedBlock("reservedBlock1")
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
        writer.long(reservedBlock1.count)
        writer.append(reservedBlock1)
        for exception in exceptions { exception.extended?.encode(into: &writer) }
        writer.long(reservedBlock2.count)
        writer.append(reservedBlock2)
    }
}

extension ExceptionInfo {
    fileprivate func scrubbed() -> ExceptionInfo {
        var copy = self
        copy.subject?.bytes = subject?.bytes.map { _ in UInt8(ascii: "x") } ?? []
        copy.location?.bytes = location?.bytes.map { _ in UInt8(ascii: "x") } ?? []
        guard var wide = extended else { return copy }
        wide.wideCharSubject = wide.wideCharSubject?.map { _ in UInt16(UInt8(ascii: "x")) }
        wide.wideCharLocation = wide.wideCharLocation?.map { _ in UInt16(UInt8(ascii: "x")) }
        wide.reservedBlock1 = wide.reservedBlock1.map { _ in 0 }
        wide.reservedBlock2 = wide.reservedBlock2?.map { _ in 0 }
        if let highlight = wide.changeHighlight, highlight.count > 4 {
            wide.changeHighlight = Array(highlight.prefix(4)) + highlight.dropFirst(4).map { _ in 0 }
        }
        copy.extended = wide
        return copy
    }
}
