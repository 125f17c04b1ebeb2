import Testing

@testable import ExchangeFormats

struct BinaryTextTests {
    private static let hex =
        "040000008200E00074C5B7101A82E008000000009421DCCD5046CD0100000000000000001000000010B0349F6B17454685E17D9F9512E71F"
    private static let base64 = "BAAAAIIA4AB0xbcQGoLgCAAAAACUIdzNUEbNAQAAAAAAAAAAEAAAABCwNJ9rF0VGheF9n5US5x8="

    private static func spaced(by separator: String) -> String {
        stride(from: 0, to: hex.utf8.count, by: 2).map { String(hex.dropFirst($0).prefix(2)) }.joined(
            separator: separator)
    }

    @Test(arguments: [
        (hex, []),
        (hex.lowercased(), []),
        ("  \(hex)\r\n", []),
        ("\u{FEFF}\(hex)", []),
        ("0x\(hex)", [Leniency.textPrefix]),
        ("UID:\(hex)", [.textPrefix]),
        ("uid:0x\(hex.lowercased())", [.textPrefix, .textPrefix]),
        (spaced(by: " "), [.textSeparators]),
        (spaced(by: "-"), [.textSeparators]),
        (String(hex.dropFirst()), [.lostLeadingZero]),
        (base64, []),
        (String(base64.prefix(64)) + "\r\n" + base64.dropFirst(64), [.textSeparators]),
    ]) func everyDressIsTheSameId(text: String, accepted: [Leniency]) throws {
        let dissection = try Dissection(text: text.utf8)
        #expect(dissection.property.encoded() == (try BinarySample.named("id-clean")))
        #expect(dissection.accepted.map(\.leniency) == accepted)
    }

    /// As JSON, PowerShell and the readers of JSON write an array of bytes.
    @Test(arguments: [
        "4 48 4 48 255", "4,48,4,48,255", "[4, 48, 4,\n48, 255]", "4;48;4;48;255", "{\"data\":[4,48,4,48,255]}",
    ])
    func listsOfNumbersAreBytes(text: String) throws {
        #expect(try BinaryText.readings(of: text.utf8).map(\.bytes) == [[4, 48, 4, 48, 255]])
    }

    @Test func numbersOfTwoDigitsAreHex() throws {
        #expect(try BinaryText.readings(of: "10 20 30".utf8).first?.bytes == [0x10, 0x20, 0x30])
        #expect(throws: FormatError.self) { try BinaryText.readings(of: "[4, 256]".utf8) }
    }

    @Test func lostZeroOfARecurrenceBlob() throws {
        let bytes = try BinarySample.named("recurrence-weekly")
        let dissection = try Dissection(text: BinaryText.hex(bytes).dropFirst().utf8)
        #expect(dissection.property.encoded() == bytes)
        #expect(dissection.accepted.map(\.leniency) == [.lostLeadingZero])
    }

    /// 64 letters A are hex for 32 bytes that begin nothing, and Base64 for the 48 bytes of a zone without offset.
    @Test func textWithTwoReadingsIsTheOneThatMeansSomething() throws {
        let dissection = try Dissection(text: String(repeating: "A", count: 64).utf8)
        #expect(dissection.property == .timeZoneStruct(TimeZoneStruct(lBias: 0)))
    }

    @Test(arguments: [
        ("", FormatError(.empty, field: "text", offset: 0)),
        (" \n", FormatError(.empty, field: "text", offset: 0)),
        ("040000008200E00...", FormatError(.cutOffForDisplay, field: "text", offset: 15)),
        ("0400…", FormatError(.cutOffForDisplay, field: "text", offset: 4)),
        (" 04300", FormatError(.oddHexDigits(5), field: "text", offset: 6)),
        ("0400!0", FormatError(.notHexOrBase64, field: "text", offset: 4)),
        ("NotFound!", FormatError(.notHexOrBase64, field: "text", offset: 8)),
        ("4.0E+110", FormatError(.notHexOrBase64, field: "text", offset: 1)),
        ("0x", FormatError(.notHexOrBase64, field: "text", offset: 0)),
        ("=", FormatError(.notHexOrBase64, field: "text", offset: 0)),
        ("DEADBEEF", FormatError(.unknownFormat, field: "value", offset: 0)),
    ]) func otherTextIsRefused(text: String, error: FormatError) {
        #expect(throws: error) { try Dissection(text: text.utf8) }
    }
}
