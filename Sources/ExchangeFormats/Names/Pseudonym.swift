import Encodings

/// What an identity looks like that was hashed already: Base64 of 32 bytes.
public enum Pseudonym {
    /// 44 characters of Base64 that end in `=`.
    public static func isOne(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.count == 44, bytes.last == UInt8(ascii: "=") else { return false }
        return bytes.dropLast().allSatisfy { byte in
            ASCII.isLetterOrDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
        }
    }

    /// Whether a text holds what looks so, with nothing of Base64 on either side.
    package static func isHeld(by text: String) -> Bool {
        text.utf8.count >= 44
            && text.split(whereSeparator: { !isOfBase64($0) && $0 != "=" }).contains { isOne(String($0)) }
    }

    private static func isOfBase64(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "+" || character == "/")
    }
}
