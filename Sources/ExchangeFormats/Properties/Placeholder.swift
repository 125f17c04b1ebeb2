import Encodings

/// The words and signs that exports write where a property has no value: one list for every column of every log.
///
/// Exchange's cmdlets write `NotFound`, `InvalidSchemaPropertyName` and `N/A`, the newest support script a dash;
/// PowerShell, JSON and spreadsheets have their own ways to write nothing. `None` is not among them: it is a value of
/// many an enumeration.
public enum Placeholder {
    private static let words: [StaticString] = [
        "notfound", "not found", "n/a", "#n/a", "invalidschemapropertyname", "null", "$null", "(null)", "(none)", "-",
        "--", "\u{2013}",
        "\u{2014}", "<>", "{}", "[]",
    ]

    /// Whether text says that there is nothing: the empty text, or one of the words in any case, with or without white
    /// space around it.
    @inline(__always)
    public static func isOne(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count > 0 else { return true }
        // Nearly every field is longer than any of the words, or begins as none of them does.
        return text.count <= 40 && mayBegin(text[0]) && isWord(text)
    }

    /// As above, for a text.
    public static func isOne(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { isOne($0) }
    }

    @inline(__always)
    private static func mayBegin(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "i"), UInt8(ascii: "I"), UInt8(ascii: "-"),
            UInt8(ascii: "#"), UInt8(ascii: "$"),
            UInt8(ascii: "("), UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "["), 0xE2, 0x09...0x0D, 0x20:
            true
        default: false
        }
    }

    private static func isWord(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let text = ExportText.trimmed(text)
        return words.contains { word in
            word.utf8CodeUnitCount == text.count
                && text.indices.allSatisfy { ASCII.lowercased(text[$0]) == word.utf8Start[$0] }
        }
    }
}
