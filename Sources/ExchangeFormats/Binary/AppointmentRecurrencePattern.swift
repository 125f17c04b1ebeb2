/// The AppointmentRecurrencePattern structure ([MS-OXOCAL] 2.2.1.44.5), the value of PidLidAppointmentRecur: a rule, the
/// times of day, and the instances that differ.
public struct AppointmentRecurrencePattern: Hashable, Sendable {
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

        public init(startTimeOffset: Int, endTimeOffset: Int) {
            self.startTimeOffset = startTimeOffset
            self.endTimeOffset = endTimeOffset
        }
    }

    public init(recurrencePattern: RecurrencePattern, appointment: Appointment?) {
        self.recurrencePattern = recurrencePattern
        self.appointment = appointment
    }

    /// Decodes a whole blob.
    ///
    /// - Throws: the field and the byte at which it stops making sense. A blob whose exceptions are cut off is refused
    ///   too: without its deleted dates and exceptions a series would be over-counted.
    public init(decoding bytes: [UInt8]) throws(FormatError) {
        var reader = ByteReader(bytes)
        recurrencePattern = try RecurrencePattern(from: &reader)
        guard reader.remaining > 0 else { return }
        var part = Appointment(startTimeOffset: 0, endTimeOffset: 0)
        part.readerVersion2 = try reader.long("readerVersion2")
        part.writerVersion2 = try reader.long("writerVersion2")
        part.startTimeOffset = try reader.long("startTimeOffset")
        part.endTimeOffset = try reader.long("endTimeOffset")
        let countOffset = reader.offset
        let count = try reader.short("exceptionCount")
        // An ExceptionInfo has at least 14 bytes.
        guard count <= reader.remaining / 14 else {
            throw FormatError(.impossibleCount(count, atMost: reader.remaining / 14), field: "exceptionCount", offset: countOffset)
        }
        for index in 0..<count { part.exceptions.append(try ExceptionInfo(from: &reader, index: index)) }
        part.reservedBlock1 = try reader.bytes("reservedBlock1", count: try reader.count("reservedBlock1Size", ofElements: 1))
        for index in 0..<count {
            part.exceptions[index].extended = try ExtendedException(
                from: &reader, of: part.exceptions[index], writerVersion2: part.writerVersion2, index: index)
        }
        part.reservedBlock2 = try reader.bytes("reservedBlock2", count: try reader.count("reservedBlock2Size", ofElements: 1))
        appointment = part
        trailingBytes = reader.rest()
    }

    /// The bytes that decode to this value: for a value that was decoded, the same bytes.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter()
        recurrencePattern.encode(into: &writer)
        if let appointment {
            for value in [appointment.readerVersion2, appointment.writerVersion2, appointment.startTimeOffset, appointment.endTimeOffset] {
                writer.long(value)
            }
            writer.short(appointment.exceptions.count)
            for exception in appointment.exceptions { exception.encode(into: &writer) }
            writer.long(appointment.reservedBlock1.count)
            writer.append(appointment.reservedBlock1)
            for exception in appointment.exceptions { exception.extended?.encode(into: &writer) }
            writer.long(appointment.reservedBlock2.count)
            writer.append(appointment.reservedBlock2)
        }
        writer.append(trailingBytes)
        return writer.bytes
    }

    /// The same pattern with every text masked at equal length: subjects and places of exceptions, the reserved blocks
    /// and what follows the structure, as any of them may hold somebody's words.
    public func scrubbed() -> AppointmentRecurrencePattern {
        var copy = self
        copy.trailingBytes = trailingBytes.map { _ in 0 }
        guard var part = appointment else { return copy }
        part.reservedBlock1 = part.reservedBlock1.map { _ in 0 }
        part.reservedBlock2 = part.reservedBlock2.map { _ in 0 }
        part.exceptions = part.exceptions.map { $0.scrubbed() }
        copy.appointment = part
        return copy
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
