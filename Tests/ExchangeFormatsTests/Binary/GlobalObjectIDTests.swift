import Testing

@testable import ExchangeFormats

struct GlobalObjectIDTests {
    private func expectError(
        _ cause: FormatError.Cause, _ field: String, at offset: Int, _ bytes: [UInt8],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(throws: FormatError(cause, field: field, offset: offset), sourceLocation: sourceLocation) {
            try GlobalObjectID(decoding: bytes)
        }
    }

    @Test func whatMakesAnIdOpaqueIsNamed() throws {
        let sample = try BinarySample.named("id-exception")
        func changed(_ offset: Int, to values: [UInt8]) -> [UInt8] {
            var bytes = sample
            bytes.replaceSubrange(offset..<offset + values.count, with: values)
            return bytes
        }
        expectError(.notClassID, "byteArrayID", at: 0, changed(15, to: [9]))
        expectError(.impossibleDate, "instanceDate", at: 16, changed(16, to: [0x07, 0xE7, 2, 29]))
        expectError(.impossibleDate, "instanceDate", at: 16, changed(16, to: [0, 0, 0, 1]))
        expectError(.impossibleDate, "instanceDate", at: 16, changed(16, to: [0x06, 0x40, 12, 31]))
        expectError(.impossibleDate, "instanceDate", at: 16, changed(16, to: [0x11, 0x95, 1, 1]))
        expectError(.implausibleTime, "creationTime", at: 20, changed(27, to: [0xFF]))
        expectError(.impossibleCount(17, atMost: 16), "size", at: 36, changed(36, to: [17]))
        expectError(
            .impossibleCount(0x7FFF_FFFF, atMost: 16), "size", at: 36, changed(36, to: [0xFF, 0xFF, 0xFF, 0x7F]))
        expectError(.surplus(2), "data", at: 54, changed(36, to: [14]))
        expectError(.truncated(need: 16, have: 0), "byteArrayID", at: 0, [])
    }

    @Test func boundsOfTheInstanceDate() throws {
        for (year, month, day) in [(1601, 1, 1), (4500, 12, 31), (2024, 2, 29)] {
            let date = try #require(CivilDate(year: year, month: month, day: day))
            let id = GlobalObjectID(instanceDate: date, data: [])
            #expect(try GlobalObjectID(decoding: id.encoded()).instanceDate == date)
        }
    }

    @Test func oneSurplusByteAndReservedBytesAreAcceptedAndTold() throws {
        let bytes = try BinarySample.named("id-clean") + [7]
        let dissection = try Dissection(bytes)
        #expect(
            dissection.accepted == [Acceptance(leniency: .surplusByte, field: "surplusByte", offset: 56, count: nil)])
        #expect(dissection.property.encoded() == bytes)
        var reserved = try BinarySample.named("id-clean")
        reserved[30] = 1
        #expect(try Dissection(reserved).accepted.map(\.leniency) == [.reservedBytesInUse])
    }

    @Test func uidOfAForeignIdThatLooksLikeHexIsWrapped() {
        for uid in ["0400", "040000008200E00074C5B7101A82E008", "ABCDEF", "ü@example.com", ""] {
            let id = GlobalObjectID(uid: uid)
            #expect(id.isForeign)
            #expect(id.uid == uid)
        }
    }
}
