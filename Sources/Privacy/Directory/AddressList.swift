import ExchangeFormats

/// Several addresses in one cell: `SMTP:a@b;smtp:c@d`, `{SMTP:a@b, smtp:c@d, X500:/o=…}`, `["a@b", "c@d"]`, `a@b c@d`.
enum AddressList {
    /// The addresses of a cell, each with its prefix where it has one.
    static func parts(_ cell: String) -> [String] {
        var result: [String] = []
        for piece in values(cell) {
            // A legacy DN has spaces and may have commas: what follows one is another address only where it looks like
            // an address.
            var current = ""
            var gap = ""
            var word = ""
            func finishWord() {
                guard !word.isEmpty else { return }
                if current.isEmpty || startsAddress(Substring(word), after: current) {
                    if !current.isEmpty { result.append(current) }
                    current = word
                } else {
                    current += gap + word
                }
                gap = ""
                word = ""
            }
            for character in piece {
                if character == " " || character == "," {
                    finishWord()
                    gap.append(character)
                } else {
                    word.append(character)
                }
            }
            finishWord()
            if !current.isEmpty { result.append(current) }
        }
        return result
    }

    /// The values of a cell that holds a list of any kind.
    static func values(_ cell: String) -> [String] {
        var text = Substring(cell.trimmed)
        if let first = text.first, let last = text.last, (first == "{" && last == "}") || (first == "[" && last == "]")
        {
            text = text.dropFirst().dropLast()
        }
        let isJSON = text.first == "\"" || text.first == "'"
        return text.split { $0 == ";" || $0 == "|" || $0.isNewline || (isJSON && $0 == ",") }
            .map { String($0).trimmed }
            .map { part in
                guard isJSON, let first = part.first, first == "\"" || first == "'", part.last == first, part.count > 1
                else { return part }
                return String(part.dropFirst().dropLast())
            }
            .filter { !$0.isEmpty }
    }

    private static func startsAddress(_ word: Substring, after current: String) -> Bool {
        if prefix(word) != nil { return true }
        return word.contains("@") && (current.contains("@") || !current.lowercased().contains("/o="))
    }

    /// `smtp`, `x500`, `sip`: what stands before the first colon, when it can be the name of an address type.
    private static func prefix(_ text: Substring) -> Substring? {
        guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else { return nil }
        let name = text[..<colon]
        return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } ? name : nil
    }

    /// Whether an address is one for mail: it has no prefix, or that of SMTP.
    static func isMail(_ part: String) -> Bool {
        guard let prefix = prefix(Substring(part)) else { return true }
        return prefix.lowercased() == "smtp" || prefix.lowercased() == "mailto"
    }

    /// The primary address among proxy addresses, in lower case: the one whose prefix is in capitals.
    static func marked(_ parts: [String]) -> String? { parts.first { $0.hasPrefix("SMTP:") }.flatMap(mailAddress) }

    /// The first among addresses that is one for mail, in lower case.
    static func first(_ parts: [String]) -> String? { parts.lazy.filter(isMail).compactMap(mailAddress).first }

    private static func mailAddress(_ part: String) -> String? {
        if case .smtp(let address)? = Address(part) { address } else { nil }
    }
}
