/// One modified instance: the ExceptionInfo and ExtendedException structures ([MS-OXOCAL] 2.2.1.44.2 and .3), which
/// stand apart in the blob and belong together.
public struct ExceptionInfo: Hashable, Sendable {
    /// OverrideFlags: which fields the exception has of its own.
    public enum Flag {
        public static let subject = 0x1, meetingType = 0x2, reminderDelta = 0x4, reminderSet = 0x8, location = 0x10
        public static let busyStatus = 0x20, attachment = 0x40, subType = 0x80, appointmentColor = 0x100, body = 0x200
        static let all = 0x3FF
    }

    /// The new start, in minutes since 1601 on the series' clock.
    public var startDateTime: Int
    /// The new end, in minutes since 1601 on the series' clock.
    public var endDateTime: Int
    /// The start by the pattern, in minutes since 1601 on the series' clock: it names the instance.
    public var originalStartDate: Int
    /// A set of `Flag`.
    public var overrideFlags: Int
    /// A text in the writer's code page, with the first of its two length words as it stood.
    public var subject: ShortText?
    /// PidLidAppointmentStateFlags of the exception ([MS-OXOCAL] 2.2.1.10).
    public var meetingType: Int?
    /// Minutes before the start at which to remind.
    public var reminderDelta: Int?
    /// Whether to remind: 0 is no.
    public var reminderSet: Int?
    /// A text in the writer's code page, as `subject`.
    public var location: ShortText?
    /// As in `BusyStatus`.
    public var busyStatus: Int?
    /// Whether the exception has an attachment: 0 is no.
    public var attachment: Int?
    /// Whether it lasts all day: 0 is no.
    public var subType: Int?
    /// The colour, by its number.
    public var appointmentColor: Int?
    /// What follows of the exception behind the first reserved block; nil where that was not decoded.
    public var extended: ExtendedException?

    /// A text in a code page, with the two lengths that stand before it.
    public struct ShortText: Hashable, Sendable {
        /// SubjectLength or LocationLength: one more than the bytes that follow.
        public var length: Int
        /// The text in a code page that nothing names.
        public var bytes: [UInt8]
    }

    /// The subject, from the wide form where there is one; single bytes are read as Latin-1.
    public var subjectText: String? {
        extended?.wideCharSubject.map { String(decoding: $0, as: UTF16.self) } ?? subject?.latin1
    }

    /// The location, from the wide form where there is one; single bytes are read as Latin-1.
    public var locationText: String? {
        extended?.wideCharLocation.map { String(decoding: $0, as: UTF16.self) } ?? location?.latin1
    }

    init(from reader: inout ByteReader, index: Int) throws(FormatError) {
        let name = "exceptions[\(index)]"
        startDateTime = try reader.long("\(name).startDateTime")
        endDateTime = try reader.long("\(name).endDateTime")
        originalStartDate = try reader.long("\(name).originalStartDate")
        overrideFlags = try reader.short("\(name).overrideFlags")
        if overrideFlags & ~Flag.all != 0 {
            reader.accept(.unlistedOverride, field: "\(name).overrideFlags", at: reader.offset - 2)
        }
        if has(Flag.subject) { subject = try ShortText(from: &reader, "\(name).subject") }
        if has(Flag.meetingType) { meetingType = try reader.long("\(name).meetingType") }
        if has(Flag.reminderDelta) { reminderDelta = try reader.long("\(name).reminderDelta") }
        if has(Flag.reminderSet) { reminderSet = try reader.long("\(name).reminderSet") }
        if has(Flag.location) { location = try ShortText(from: &reader, "\(name).location") }
        if has(Flag.busyStatus) { busyStatus = try reader.long("\(name).busyStatus") }
        if has(Flag.attachment) { attachment = try reader.long("\(name).attachment") }
        if has(Flag.subType) { subType = try reader.long("\(name).subType") }
        if has(Flag.appointmentColor) { appointmentColor = try reader.long("\(name).appointmentColor") }
    }

    /// An exception without fields of its own: its times are minutes since 1601 on the series' clock.
    public init(startDateTime: Int, endDateTime: Int, originalStartDate: Int, overrideFlags: Int) {
        self.startDateTime = startDateTime
        self.endDateTime = endDateTime
        self.originalStartDate = originalStartDate
        self.overrideFlags = overrideFlags
    }

    /// In bytes, without the extended part.
    var length: Int {
        let numbers = [meetingType, reminderDelta, reminderSet, busyStatus, attachment, subType, appointmentColor].count
        { $0 != nil }
        return 14 + 4 * numbers + [subject, location].reduce(0) { $0 + ($1.map { 4 + $0.bytes.count } ?? 0) }
    }

    /// Whether the exception has a field of its own; one of `Flag`.
    public func has(_ flag: Int) -> Bool { overrideFlags & flag != 0 }

    func encode(into writer: inout ByteWriter) {
        for value in [startDateTime, endDateTime, originalStartDate] { writer.long(value) }
        writer.short(overrideFlags)
        subject?.encode(into: &writer)
        for value in [meetingType, reminderDelta, reminderSet] { if let value { writer.long(value) } }
        location?.encode(into: &writer)
        for value in [busyStatus, attachment, subType, appointmentColor] { if let value { writer.long(value) } }
    }
}

extension ExceptionInfo.ShortText {
    /// A text in Latin-1; what that has not becomes a question mark.
    public init(_ text: String) {
        bytes = text.unicodeScalars.map { $0.value < 0x100 ? UInt8($0.value) : UInt8(ascii: "?") }
        length = bytes.count + 1
    }

    init(from reader: inout ByteReader, _ field: String) throws(FormatError) {
        let start = reader.offset
        length = try reader.short("\(field)Length")
        bytes = try reader.bytes(field, count: try reader.shortCount("\(field)Length2", ofElements: 1))
        if length != bytes.count + 1 { reader.accept(.textLengthsDiffer, field: "\(field)Length", at: start) }
    }

    var latin1: String { String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })) }

    func encode(into writer: inout ByteWriter) {
        writer.short(length)
        writer.short(bytes.count)
        writer.append(bytes)
    }
}

/// The wide part of an exception ([MS-OXOCAL] 2.2.1.44.4).
public struct ExtendedException: Hashable, Sendable {
    /// ChangeHighlight with whatever follows its value; nil for writers before 0x3009.
    public var changeHighlight: [UInt8]?
    /// ReservedBlock1, without its size; empty by the specification.
    public var reservedBlock1: [UInt8] = []
    /// Repeat the exception's instants; there when subject or location is.
    public var instants: [Int]?
    /// The subject in UTF-16.
    public var wideCharSubject: [UInt16]?
    /// The location in UTF-16.
    public var wideCharLocation: [UInt16]?
    /// ReservedBlock2, without its size; there when subject or location is.
    public var reservedBlock2: [UInt8]?

    /// An extended part that holds nothing.
    public init() {}

    init(
        from reader: inout ByteReader, of exception: ExceptionInfo, writerVersion2: Int, index: Int
    ) throws(FormatError) {
        let name = "extendedExceptions[\(index)]"
        if writerVersion2 >= 0x3009 {
            let start = reader.offset
            let size = try reader.count("\(name).changeHighlightSize", ofElements: 1)
            changeHighlight = try reader.bytes("\(name).changeHighlightValue", count: min(size, 4))
            changeHighlight? += try reader.bytes("\(name).changeHighlightReserved", count: max(0, size - 4))
            if size != 4 {
                reader.accept(.changeHighlightSize, field: "\(name).changeHighlightSize", at: start, count: size)
            }
        }
        reservedBlock1 = try reader.reservedBlock("\(name).reservedBlockEE1")
        let hasSubject = exception.has(ExceptionInfo.Flag.subject),
            hasLocation = exception.has(ExceptionInfo.Flag.location)
        guard hasSubject || hasLocation else { return }
        let start = reader.offset
        let repeated = [
            try reader.long("\(name).startDateTime"), try reader.long("\(name).endDateTime"),
            try reader.long("\(name).originalStartDate"),
        ]
        if repeated != [exception.startDateTime, exception.endDateTime, exception.originalStartDate] {
            reader.accept(.exceptionInstantsDiffer, field: "\(name).startDateTime", at: start)
        }
        instants = repeated
        if hasSubject { wideCharSubject = try ExtendedException.wideText("\(name).wideCharSubject", &reader) }
        if hasLocation { wideCharLocation = try ExtendedException.wideText("\(name).wideCharLocation", &reader) }
        reservedBlock2 = try reader.reservedBlock("\(name).reservedBlockEE2")
    }

    private static func wideText(_ field: String, _ reader: inout ByteReader) throws(FormatError) -> [UInt16] {
        try reader.wideText(field, units: try reader.shortCount("\(field)Length", ofElements: 2))
    }

    func encode(into writer: inout ByteWriter) {
        if let changeHighlight {
            writer.long(changeHighlight.count)
            writer.append(changeHighlight)
        }
        writer.long(reservedBlock1.count)
        writer.append(reservedBlock1)
        for value in instants ?? [] { writer.long(value) }
        for text in [wideCharSubject, wideCharLocation] {
            guard let text else { continue }
            writer.short(text.count)
            writer.append(wide: text)
        }
        if let reservedBlock2 {
            writer.long(reservedBlock2.count)
            writer.append(reservedBlock2)
        }
    }
}

extension ByteReader {
    /// A block with its 32-bit size in front, empty by the specification.
    mutating func reservedBlock(_ field: String) throws(FormatError) -> [UInt8] {
        let start = offset
        let block = try bytes(field, count: try count("\(field)Size", ofElements: 1))
        if !block.isEmpty { accept(.reservedBlockInUse, field: field, at: start, count: block.count) }
        return block
    }
}
