/// Base64 (RFC 4648, section 4) of a digest.
package enum Base64 {
    private static let digits: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    package static func string(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let left = bytes.count - index
            let group =
                UInt32(bytes[index]) << 16 | (left > 1 ? UInt32(bytes[index + 1]) << 8 : 0)
                | (left > 2 ? UInt32(bytes[index + 2]) : 0)
            for place in 0..<4 {
                let isPadding = place > left
                result.append(
                    isPadding ? UInt8(ascii: "=") : digits.utf8Start[Int(group >> UInt32(18 - 6 * place) & 63)])
            }
            index += 3
        }
        return String(decoding: result, as: UTF8.self)
    }
}
