/// The id that all copies of one meeting share ([MS-OXOCAL] 2.2.1.27 PidLidGlobalObjectId, 2.2.1.28 for the clean one).
public struct GlobalObjectID: BinaryStructure {
    /// Byte Array ID: the first 16 bytes of every id.
    public static let classID: [UInt8] = [
        0x04, 0, 0, 0, 0x82, 0, 0xE0, 0, 0x74, 0xC5, 0xB7, 0x10, 0x1A, 0x82, 0xE0, 0x08,
    ]

    /// The class id in the hex of nearly every export.
    public static let classIDDigits = "040000008200E00074C5B7101A82E008"

    /// The original date of the occurrence that an exception stands for, on the series' clock; nil for a whole series
    /// and for a single meeting.
    public var instanceDate: CivilDate?
    /// When the meeting was created; nil where the id does not say, as in ids of other calendars' meetings.
    public var creationTime: Instant?
    /// Eight bytes, zero by the specification.
    public var reserved = [UInt8](repeating: 0, count: 8)
    /// What makes the id one: 16 bytes as a rule where Exchange made it, `vCal-Uid` and the id of another calendar
    /// else.
    public var data: [UInt8]
    /// At most one byte beyond what the size says.
    public var surplus: [UInt8] = []

    /// How many bytes `data` has.
    public var size: Int { data.count }

    /// An id of its parts.
    public init(instanceDate: CivilDate? = nil, creationTime: Instant? = nil, data: [UInt8]) {
        self.instanceDate = instanceDate
        self.creationTime = creationTime
        self.data = data
    }

    /// - Throws: for what makes an id opaque: another class id, fewer than 40 bytes, a size that is not the number of
    ///   bytes that follow (one more is accepted), an impossible instance date or creation time.
    public init(from reader: inout ByteReader) throws(FormatError) {
        guard try reader.bytes("byteArrayID", count: 16) == GlobalObjectID.classID else {
            throw FormatError(.notClassID, field: "byteArrayID", offset: 0)
        }
        let date = try reader.bytes("instanceDate", count: 4)
        if date != [0, 0, 0, 0] {
            // The year alone has its high byte first.
            let year = Int(date[0]) << 8 | Int(date[1])
            guard let day = GlobalObjectID.instanceDate(year: year, month: Int(date[2]), day: Int(date[3])) else {
                throw FormatError(.impossibleDate, field: "instanceDate", offset: 16)
            }
            instanceDate = day
        }
        let fileTime = try reader.integer("creationTime", as: UInt64.self)
        if fileTime != 0 {
            guard fileTime < GlobalObjectID.fileTimeEnd else {
                throw FormatError(.implausibleTime, field: "creationTime", offset: 20)
            }
            creationTime = Instant(ticks: Int64(fileTime) - GlobalObjectID.fileTimeEpoch)
        }
        reserved = try reader.bytes("x", count: 8)
        if reserved.contains(where: { $0 != 0 }) { reader.accept(.reservedBytesInUse, field: "x", at: 28) }
        let size = try reader.count("size", ofElements: 1)
        guard reader.remaining - size <= 1 else {
            throw FormatError(.surplus(reader.remaining - size), field: "data", offset: reader.offset + size)
        }
        data = try reader.bytes("data", count: size)
        surplus = reader.rest("surplusByte")
        if !surplus.isEmpty { reader.accept(.surplusByte, field: "surplusByte", at: reader.offset - 1) }
    }

    /// Appends the id: of one that was decoded, the same bytes.
    public func encode(into writer: inout ByteWriter) {
        writer.append(GlobalObjectID.classID)
        let date = instanceDate?.components ?? (year: 0, month: 0, day: 0)
        writer.append([date.year >> 8, date.year, date.month, date.day].map { UInt8(truncatingIfNeeded: $0) })
        writer.integer(creationTime.map { $0.ticks &+ GlobalObjectID.fileTimeEpoch } ?? 0)
        writer.append(reserved)
        writer.long(data.count)
        writer.append(data)
        writer.append(surplus)
    }

    /// A date that an instance can have; nil for any other.
    static func instanceDate(year: Int, month: Int, day: Int) -> CivilDate? {
        (1601...4500).contains(year) ? CivilDate(year: year, month: month, day: day) : nil
    }

    /// Ticks from 1601-01-01, where FILETIME begins ([MS-DTYP] 2.3.3), to 1970-01-01.
    static let fileTimeEpoch: Int64 = 134_774 * Instant.ticksPerDay
    private static let fileTimeEnd = UInt64(
        Int64(CivilDate.days(year: 4501, month: 1, day: 1)) * Instant.ticksPerDay + fileTimeEpoch)
}

extension GlobalObjectID {
    /// The same id without its instance date: PidLidCleanGlobalObjectId, alike in every copy of a meeting.
    public var cleaned: GlobalObjectID {
        var copy = self
        copy.instanceDate = nil
        return copy
    }

    /// Before the text of another calendar's UID: `vCal-Uid` and the number 1 ([MS-OXCICAL] 2.1.3.1.1.20.26).
    private static let foreignMark: [UInt8] = Array("vCal-Uid".utf8) + [1, 0, 0, 0]

    /// Whether the id wraps the UID that another calendar gave, and with it somebody's text.
    public var isForeign: Bool { data.starts(with: GlobalObjectID.foreignMark) }

    /// The UID of the meeting in iCalendar: the text that another calendar gave, or else the hex of the clean id.
    public var uid: String {
        guard isForeign else { return BinaryText.hex(cleaned.encoded()) }
        var text = data.dropFirst(GlobalObjectID.foreignMark.count)
        // Some writers end the text with a zero byte.
        while text.last == 0 { text.removeLast() }
        return String(decoding: text, as: UTF8.self)
    }

    /// The text that another calendar gave, where it leads back to this id and to no other; nil for any other id.
    ///
    /// Ids with one text may differ: in the zero bytes at its end, of which Exchange writes one, in the bytes before
    /// it, in control characters, which no line of iCalendar holds. And a text in capitals may be the key of a meeting
    /// whose id is a text itself.
    public var ownText: String? {
        guard isForeign else { return nil }
        let text = uid
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
            text.utf8.contains(where: { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }),
            case .opaque(let trimmed) = MeetingKey(text), trimmed.utf8.elementsEqual(text.utf8),
            GlobalObjectID(uid: text + "\0").encoded() == cleaned.encoded()
        else { return nil }
        return text
    }

    /// The id of a meeting that iCalendar calls by a UID: the inverse of `uid`.
    public init(uid: String) {
        if let bytes = BinaryText.hexBytes(Array(uid.utf8)), let id = try? GlobalObjectID(decoding: bytes) {
            self = id
        } else {
            self.init(data: GlobalObjectID.foreignMark + Array(uid.utf8))
        }
    }
}

extension GlobalObjectID {
    /// Whether an id holds nothing but numbers that Exchange made ([MS-OXOCAL] 2.2.1.27): the class id, no instance
    /// date or a possible one, a creation time of our age or none, eight zeros, and 16 bytes of data, without a text in
    /// any of them.
    ///
    /// - Parameter bytes: a whole id.
    public static func isOrdinary(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 56, bytes.starts(with: classID), bytes[28..<36].allSatisfy({ $0 == 0 }),
            bytes[36..<40].elementsEqual([16, 0, 0, 0])
        else { return false }
        if bytes[16..<20] != [0, 0, 0, 0] {
            let year = Int(bytes[16]) << 8 | Int(bytes[17])
            guard (1900...2200).contains(year),
                instanceDate(year: year, month: Int(bytes[18]), day: Int(bytes[19])) != nil
            else { return false }
        }
        let created = bytes[20..<28].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        if created != 0 {
            // Of a plausible time six bytes are free, so less of a text is enough.
            guard ages.contains(created), !HiddenText.isIn(bytes[20..<26], leastBits: 9.5) else { return false }
        }
        return !HiddenText.isIn(bytes[40...])
    }

    /// From 1990 to 2100, in FILETIME.
    private static let ages =
        UInt64(
            Int64(CivilDate.days(year: 1990, month: 1, day: 1)) * Instant.ticksPerDay + fileTimeEpoch)..<UInt64(
            Int64(CivilDate.days(year: 2100, month: 1, day: 1)) * Instant.ticksPerDay + fileTimeEpoch)
}
