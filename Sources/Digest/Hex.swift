/// Digests as people write them.
package enum Hex {
    package static func lowercase(_ bytes: some Sequence<UInt8>) -> String { text(bytes, "0123456789abcdef") }
    package static func uppercase(_ bytes: some Sequence<UInt8>) -> String { text(bytes, "0123456789ABCDEF") }

    private static func text(_ bytes: some Sequence<UInt8>, _ digits: StaticString) -> String {
        var result: [UInt8] = []
        for byte in bytes {
            result.append(digits.utf8Start[Int(byte >> 4)])
            result.append(digits.utf8Start[Int(byte & 15)])
        }
        return String(decoding: result, as: UTF8.self)
    }
}
