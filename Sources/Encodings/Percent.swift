/// Percent-encoding (RFC 3986, section 2.1).
package enum Percent {
    /// A byte that must not stand as it is.
    package static func code(_ byte: UInt8) -> String { "%" + Hex.uppercase(CollectionOfOne(byte)) }

    /// A text as part of an address's path or query, or as a value of a form: everything but the unreserved characters
    /// (section 2.3) is encoded.
    package static func encode(_ text: some StringProtocol) -> String {
        encode(text) { ASCII.isLetterOrDigit($0) || "-._~".utf8.contains($0) }
    }

    /// A text of which the bytes that are plain stand as they are.
    package static func encode(_ text: some StringProtocol, where isPlain: (UInt8) -> Bool) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            if isPlain(byte) {
                result.append(byte)
            } else {
                result.append(UInt8(ascii: "%"))
                Hex.append(byte, to: &result)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
