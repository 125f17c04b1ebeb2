import Foundation
import Testing

@testable import ExchangeFormats

/// Ids that carry somebody's words, and how often one that does not is taken for such.
@Suite struct HiddenTextTests {
    private static let classID = GlobalObjectID.classID
    private static let created: [UInt8] = [0x00, 0x00, 0x54, 0x2E, 0xAD, 0x3F, 0xDA, 0x01]
    private static let random: [UInt8] = [
        0x9B, 0xD8, 0xEF, 0x2D, 0xF4, 0xB6, 0x0E, 0x67, 0xC5, 0x9E, 0xF6, 0x1B, 0xC8, 0xA3, 0x71, 0x82,
    ]

    private static func id(
        date: [UInt8] = [0, 0, 0, 0], created: [UInt8] = created, reserved: [UInt8] = Array(repeating: 0, count: 8),
        data: [UInt8] = random
    ) -> [UInt8] {
        let size = UInt32(data.count)
        let sizeBytes = (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * UInt32($0))) }
        return classID + date + created + reserved + sizeBytes + data
    }

    private static func padded(_ bytes: [UInt8], _ fill: UInt8? = 0) -> [UInt8] {
        bytes + (fill.map { Array(repeating: $0, count: 16 - bytes.count) } ?? Array(random.suffix(16 - bytes.count)))
    }

    @Test func anOrdinaryIDIsOne() {
        #expect(GlobalObjectID.isOrdinary(Self.id()))
        #expect(GlobalObjectID.isOrdinary(Self.id(date: [0x07, 0xE8, 2, 29])))
        #expect(GlobalObjectID.isOrdinary(Self.id(created: Array(repeating: 0, count: 8))))
    }

    @Test(arguments: [
        "zqgoidascii@e.co", "zqann@", "zq", "Zoë Müß", "jürgen", "Иван Ли", "名前です", "ab\0cd", "zq@e.co\0zqgoid",
        "a\tb\r\nc", "Łódź", "שלום",
    ])
    func textInUTF8(_ text: String) {
        let bytes = Array(text.utf8.prefix(16))
        #expect(!GlobalObjectID.isOrdinary(Self.id(data: Self.padded(bytes))), "\(text), then zeros")
        #expect(
            !GlobalObjectID.isOrdinary(Self.id(data: Array(repeating: 0, count: 16 - bytes.count) + bytes)),
            "\(text), after zeros")
        guard bytes.count >= 7 else { return }
        #expect(!GlobalObjectID.isOrdinary(Self.id(data: Self.padded(bytes, nil))), "\(text), then anything")
    }

    @Test(arguments: ["zq", "zqgoidux", "Müller", "Иван", "名前です名前です", "กขค"])
    func textInUTF16(_ text: String) {
        for isLittle in [true, false] {
            let bytes = text.utf16.flatMap {
                isLittle ? [UInt8($0 & 0xFF), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 0xFF)]
            }
            #expect(!GlobalObjectID.isOrdinary(Self.id(data: Self.padded(bytes))), "\(text) \(isLittle)")
        }
    }

    @Test func textInLatin1AndCodePages() {
        // m ü l l e r @ e . c o behind the name of a service; ИвановаМ in Windows-1251.
        #expect(
            !GlobalObjectID.isOrdinary(
                Self.id(data: [
                    0x7A, 0x71, 0x67, 0x6F, 0x69, 0x64, 0x2E, 0x6D, 0xFC, 0x6C, 0x6C, 0x40, 0x65, 0x2E, 0x63, 0x6F,
                ])))
        #expect(
            !GlobalObjectID.isOrdinary(
                Self.id(data: [
                    0xC8, 0xE2, 0xE0, 0xED, 0xEE, 0xE2, 0xE0, 0xCC, 0xE0, 0xF0, 0xE8, 0xFF, 0xCF, 0xE5, 0xF2, 0xF0,
                ])))
        #expect(!GlobalObjectID.isOrdinary(Self.id(data: Self.padded([0x4D, 0xFC, 0x6C, 0x6C, 0x65, 0x72]))))
    }

    @Test func textInTheNumbers() {
        #expect(!GlobalObjectID.isOrdinary(Self.id(created: Array("zqcreat1".utf8))))
        #expect(!GlobalObjectID.isOrdinary(Self.id(created: Array("zqcre".utf8) + [0x3F, 0xDA, 0x01])))
        #expect(!GlobalObjectID.isOrdinary(Self.id(created: Array("anna.b".utf8) + [0xDA, 0x01])))
        #expect(!GlobalObjectID.isOrdinary(Self.id(date: Array("zqin".utf8))))
        #expect(!GlobalObjectID.isOrdinary(Self.id(date: [0x07, 0xE8, 13, 1])))
        #expect(!GlobalObjectID.isOrdinary(Self.id(reserved: Array("zq\0\0\0\0\0\0".utf8))))
    }

    @Test func idsOfAnotherLength() {
        #expect(!GlobalObjectID.isOrdinary(Self.id(data: Array("zqgoidlonger than sixteen bytes".utf8))))
        #expect(!GlobalObjectID.isOrdinary(Self.id(data: Array(Self.random.prefix(8)))))
        #expect(!GlobalObjectID.isOrdinary(Self.id() + Array("zq@e".utf8)))
        #expect(!GlobalObjectID.isOrdinary(Self.id() + [0]))
        #expect(!GlobalObjectID.isOrdinary([]))
    }

    /// docs/privacy.md has the rate of a million: CALFOLD_ORDINARY_IDS=1000000.
    @Test func ordinaryIDsAreSeldomTakenForText() {
        let count = ProcessInfo.processInfo.environment["CALFOLD_ORDINARY_IDS"].flatMap { Int($0) } ?? 20_000
        let seed = UInt64.random(in: 1...UInt64.max)
        var state = seed
        func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
            return value ^ value >> 31
        }
        // From 2010 to 2030, as a client writes it: to the 100 ns, to the second, to the minute.
        let first: UInt64 = 129_067_776_000_000_000, span: UInt64 = 6_311_520_000_000_000
        var taken = 0
        for number in 0..<count {
            var created = first + next() % span
            if number % 3 > 0 { created -= created % (number % 3 == 1 ? 10_000_000 : 600_000_000) }
            let words = [created, 0, 0x10 | next() << 32, next(), next()]
            var bytes = Self.classID + [0, 0, 0, 0]
            for place in 0..<16 { bytes.append(UInt8(truncatingIfNeeded: words[place / 8] >> UInt64(8 * (place % 8)))) }
            bytes += [16, 0, 0, 0]
            for place in 0..<16 {
                bytes.append(UInt8(truncatingIfNeeded: words[3 + place / 8] >> UInt64(8 * (place % 8))))
            }
            if !GlobalObjectID.isOrdinary(bytes) { taken += 1 }
        }
        print("of \(count) ordinary ids \(taken) were taken for text (seed \(seed))")
        #expect(Double(taken) < 0.03 * Double(count) + 40, "seed \(seed)")
    }
}
