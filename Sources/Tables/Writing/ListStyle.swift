import ExchangeFormats

/// How a list stands in one cell.
package enum ListStyle: String, Sendable, CaseIterable {
    /// `["a", "b"]`, which every reader of JSON takes.
    case json
    /// `['a', 'b']`, as the partner's samples have it; no JSON, and in need of no quotation with `;` between fields.
    case singleQuoted = "single-quoted"

    func text(_ values: [String]) -> String {
        let quote = self == .json ? "\"" : "'"
        return "[" + values.map { quote + escaped($0) + quote }.joined(separator: ", ") + "]"
    }

    /// Pseudonyms need no escapes; clear values (`--plain`) may.
    private func escaped(_ value: String) -> String {
        var result = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\"" where self == .json: result += "\\\""
            case "'" where self == .singleQuoted: result += "\\'"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
