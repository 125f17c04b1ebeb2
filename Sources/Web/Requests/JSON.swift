import Foundation

/// A JSON value as it is sent (RFC 8259). Objects keep the order in which they were written.
struct JSON: Sendable, Equatable {
    private(set) var text: String

    /// A value that was written by somebody else.
    init(encoded text: String) { self.text = text }

    /// What the command line prints as JSON, in the same form.
    init(encoding value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        text = String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static let null = JSON(encoded: "null")
    static func bool(_ flag: Bool) -> JSON { JSON(encoded: flag ? "true" : "false") }
    static func number(_ number: some BinaryInteger) -> JSON { JSON(encoded: "\(number)") }

    static func string(_ string: String) -> JSON {
        var text = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return JSON(encoded: text + "\"")
    }

    static func string(_ string: String?) -> JSON { string.map { JSON.string($0) } ?? .null }

    static func array(_ values: [JSON]) -> JSON {
        JSON(encoded: "[" + values.map(\.text).joined(separator: ",") + "]")
    }

    static func object(_ members: [(String, JSON)]) -> JSON {
        JSON(encoded: "{" + members.map { JSON.string($0.0).text + ":" + $0.1.text }.joined(separator: ",") + "}")
    }
}
