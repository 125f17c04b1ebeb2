import Encodings
import Testing

/// Against what the standard library says of the same characters, over all bytes.
@Suite struct EncodingTests {
    @Test(arguments: 0...UInt8.max)
    func lettersAndDigits(byte: UInt8) {
        let character = Character(Unicode.Scalar(byte))
        #expect(ASCII.isDigit(byte) == (character.isASCII && character.isWholeNumber))
        #expect(ASCII.isLetter(byte) == (character.isASCII && character.isLetter))
        #expect(ASCII.isLetterOrDigit(byte) == (ASCII.isLetter(byte) || ASCII.isDigit(byte)))
        guard character.isASCII else {
            #expect(ASCII.uppercased(byte) == byte)
            #expect(ASCII.lowercased(byte) == byte)
            return
        }
        #expect(String(Unicode.Scalar(ASCII.uppercased(byte))) == character.uppercased())
        #expect(String(Unicode.Scalar(ASCII.lowercased(byte))) == character.lowercased())
    }

    @Test(arguments: 0...UInt8.max)
    func hexadecimalDigits(byte: UInt8) {
        let character = Character(Unicode.Scalar(byte))
        let value = character.isASCII ? character.hexDigitValue : nil
        #expect(Hex.value(byte).map(Int.init) == value)
        #expect(Hex.uppercaseValue(byte).map(Int.init) == (character.isLowercase ? nil : value))
    }

    @Test(arguments: 0...UInt8.max)
    func bytesInHex(byte: UInt8) {
        let digits = String(byte, radix: 16)
        let text = (digits.count < 2 ? "0" : "") + digits
        #expect(Hex.lowercase([byte]) == text)
        #expect(Hex.uppercase([byte]) == text.uppercased())
        var added: [UInt8] = []
        Hex.append(byte, to: &added)
        #expect(added == Array(text.uppercased().utf8))
        #expect([Hex.lowercaseDigit(byte >> 4), Hex.lowercaseDigit(byte & 15)] == Array(text.utf8))
    }

    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64(text: String, encoded: String) {
        #expect(Base64.string(Array(text.utf8)) == encoded)
        #expect(Base64.bytes(encoded.utf8) == Array(text.utf8))
    }

    @Test func base64OfItsLastSigns() {
        #expect(Base64.string([0xFB, 0xFF]) == "+/8=")
        #expect(Base64.bytes("+/8=".utf8) == [0xFB, 0xFF])
    }

    @Test(arguments: ["Zg", "Zg=", "Zg===", "Z===", "====", "Zg==Zg==", "Z=g=", "Zm9v\n", "Zm9-", "Zm-v", "Zm9v="])
    func noBase64(text: String) { #expect(Base64.bytes(text.utf8) == nil) }

    @Test func percentEncoding() {
        #expect(Percent.encode("azAZ09-._~") == "azAZ09-._~")
        #expect(Percent.encode("a b/+%\u{E9}\0") == "a%20b%2F%2B%25%C3%A9%00")
        #expect(Percent.encode("a/b") { $0 != UInt8(ascii: "a") } == "%61/b")
        #expect(Percent.code(0x0A) == "%0A")
    }
}
