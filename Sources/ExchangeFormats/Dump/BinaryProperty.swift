/// A binary property whose kind was found by looking at its first bytes.
public enum BinaryProperty: Hashable, Sendable {
    case globalObjectID(GlobalObjectID)
    case recurrence(AppointmentRecurrencePattern)
    case timeZoneStruct(TimeZoneStruct)
    case timeZoneDefinition(TimeZoneDefinition)

    /// The structures that are known by their bytes.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case globalObjectID = "global object id"
        case recurrence = "recurrence blob"
        case timeZoneStruct = "time-zone structure"
        case timeZoneDefinition = "time-zone definition"
    }

    /// Which of the structures it is.
    public var kind: Kind {
        switch self {
        case .globalObjectID: .globalObjectID
        case .recurrence: .recurrence
        case .timeZoneStruct: .timeZoneStruct
        case .timeZoneDefinition: .timeZoneDefinition
        }
    }

    /// The bytes that decode to this value.
    public func encoded() -> [UInt8] {
        switch self {
        case .globalObjectID(let value): value.encoded()
        case .recurrence(let value): value.encoded()
        case .timeZoneStruct(let value): value.encoded()
        case .timeZoneDefinition(let value): value.encoded()
        }
    }
}

extension BinaryProperty.Kind {
    private static let zoneStructLength = 48

    /// The kind of a property, by its first bytes; a time-zone structure has no mark of its own and is known by its
    /// length.
    public init?(of bytes: [UInt8]) {
        if bytes.count >= 4, GlobalObjectID.classID.starts(with: bytes.prefix(5)) {
            self = .globalObjectID
        } else if bytes.starts(with: [0x04, 0x30]) {
            self = .recurrence
        } else if bytes.starts(with: [0x02, 0x01]), !Self.isZoneStruct(bytes) {
            self = .timeZoneDefinition
        } else if bytes.count == Self.zoneStructLength {
            self = .timeZoneStruct
        } else {
            return nil
        }
    }

    /// A structure could begin with the bias 0x0102; then the upper half of the bias stands where a definition has the
    /// length of its header, never 0 and never negative.
    private static func isZoneStruct(_ bytes: [UInt8]) -> Bool {
        bytes.count == zoneStructLength && (bytes[2...3] == [0, 0] || bytes[2...3] == [0xFF, 0xFF])
    }
}

/// A property taken apart: its value, every field with its place, and what the decoder had to accept.
public struct Dissection: Hashable, Sendable {
    /// The value.
    public var property: BinaryProperty
    /// In bytes.
    public var length: Int
    /// Every field, in the order of the bytes.
    public var fields: [FieldSpan]
    /// What was taken although the specification has it otherwise.
    public var accepted: [Acceptance]

    /// Takes a property apart.
    ///
    /// - Throws: the field and the byte at which it stops making sense; `unknownFormat` when the bytes begin nothing
    ///   that is known here.
    public init(_ bytes: [UInt8]) throws(FormatError) {
        guard let kind = BinaryProperty.Kind(of: bytes) else {
            throw FormatError(.unknownFormat, field: "value", offset: 0)
        }
        try self.init(bytes, as: kind)
    }

    /// Takes a property of a known kind apart.
    public init(_ bytes: [UInt8], as kind: BinaryProperty.Kind) throws(FormatError) {
        var reader = ByteReader(bytes, noting: .fields)
        switch kind {
        case .globalObjectID: property = .globalObjectID(try GlobalObjectID(from: &reader))
        case .recurrence: property = .recurrence(try AppointmentRecurrencePattern(from: &reader))
        case .timeZoneStruct: property = .timeZoneStruct(try TimeZoneStruct(from: &reader))
        case .timeZoneDefinition: property = .timeZoneDefinition(try TimeZoneDefinition(from: &reader))
        }
        length = bytes.count
        fields = reader.trace
        accepted = reader.accepted
    }

    /// Takes apart what somebody wrote as hex or Base64.
    ///
    /// - Throws: as above; of a text with several readings, what is wrong with the likeliest.
    public init(text: some Sequence<UInt8>) throws(FormatError) {
        let readings = try BinaryText.readings(of: text)
        let reading = readings.first { BinaryProperty.Kind(of: $0.bytes) != nil } ?? readings[0]
        try self.init(reading.bytes)
        accepted = reading.accepted + accepted
    }
}
