import ExchangeFormats

/// A global object id as bytes ([MS-OXOCAL] 2.2.1.27).
struct SimulatedObjectID: Hashable, Sendable {
    /// Everything from the creation time on.
    private var tail: [UInt8]

    private static let classID: [UInt8] = [
        0x04, 0, 0, 0, 0x82, 0, 0xE0, 0, 0x74, 0xC5, 0xB7, 0x10, 0x1A, 0x82, 0xE0, 0x08,
    ]

    /// As Outlook makes it.
    init(created: Instant, random: inout RandomSource) {
        var writer = LittleEndianWriter()
        writer.append(UInt64(bitPattern: created.ticks + 116_444_736_000_000_000))
        writer.append(UInt64(0))
        writer.append(UInt32(16))
        writer.append(random.next())
        writer.append(random.next())
        tail = writer.bytes
    }

    /// As a foreign calendar's UID is wrapped ([MS-OXCICAL]).
    init(foreignUID uid: String) {
        let marker: [UInt8] = Array("vCal-Uid".utf8) + [1, 0, 0, 0]
        var writer = LittleEndianWriter()
        writer.append(UInt64(0))
        writer.append(UInt64(0))
        writer.append(UInt32(marker.count + uid.utf8.count + 1))
        tail = writer.bytes + marker + Array(uid.utf8) + [0]
    }

    /// Upper-case hex; with the instance date of one occurrence, or cleaned.
    func hex(instance: CivilDate? = nil) -> String {
        var date: [UInt8] = [0, 0, 0, 0]
        if let instance {
            let (year, month, day) = instance.components
            date = [UInt8(truncatingIfNeeded: year >> 8), UInt8(truncatingIfNeeded: year), UInt8(month), UInt8(day)]
        }
        return Hex.text(Self.classID + date + tail)
    }
}

enum Hex {
    /// The bytes of upper-case digits; nil when they are not that.
    static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.utf8.map { digit in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
            default: UInt8.max
            }
        }
        guard digits.count % 2 == 0, !digits.contains(.max) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    static func text(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            result.append(digits[Int(byte >> 4)])
            result.append(digits[Int(byte & 15)])
        }
        return String(decoding: result, as: UTF8.self)
    }
}

struct LittleEndianWriter {
    var bytes: [UInt8] = []

    mutating func append(_ value: some FixedWidthInteger) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}
