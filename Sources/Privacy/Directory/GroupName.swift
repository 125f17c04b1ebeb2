import ExchangeFormats

/// A group as a cell names it: `Falcon`, `Agile Squad:Falcon`, or the distinguished name that `memberOf` holds.
enum GroupName {
    static func group(_ text: String) -> Directory.Group {
        if text.lowercased().hasPrefix("cn=") { return Directory.Group(name: commonName(text)) }
        guard let colon = text.firstIndex(of: ":") else { return Directory.Group(name: text) }
        let category = String(text[..<colon]).trimmed, name = String(text[text.index(after: colon)...]).trimmed
        return category.isEmpty || name.isEmpty
            ? Directory.Group(name: text) : Directory.Group(name: name, category: category)
    }

    /// The first part of a distinguished name (RFC 4514), its escapes undone.
    private static func commonName(_ text: String) -> String {
        var result = ""
        var isEscaped = false
        for character in text.dropFirst(3) {
            if isEscaped {
                result.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "," {
                break
            } else {
                result.append(character)
            }
        }
        return result
    }
}
