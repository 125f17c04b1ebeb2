/// How exports write the values of properties that are no text: as numbers, as names, as flags.
public enum PropertyText {
    /// True or false, as PowerShell, JSON and spreadsheets write them; nil for anything else.
    public static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "1", "1.0", "yes": true
        case "false", "0", "0.0", "no": false
        default: nil
        }
    }

    /// A whole number, also where a spreadsheet has given it a fraction of zero.
    public static func number(_ text: String) -> Int? {
        if let number = Int(text) { return number }
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, parts[1].allSatisfy({ $0 == "0" }) else { return nil }
        return Int(parts[0])
    }

    /// An enumeration's value, written as a number or as its name in any case, with or without spaces.
    static func code(_ text: String, _ names: [String: Int]) -> Int? {
        number(text) ?? names[text.lowercased().filter { $0 != " " }]
    }

    /// Flags, written as a number or as names with commas; a name that is not known adds nothing.
    static func bits(_ text: String, _ names: [String: Int]) -> Int {
        number(text)
            ?? text.lowercased().split(separator: ",").reduce(0) { sum, name in
                sum | (names[String(name.drop { $0 == " " || $0 == "\t" }.trimmedEnd)] ?? 0)
            }
    }
}

extension Substring {
    fileprivate var trimmedEnd: Substring {
        var rest = self
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest
    }
}
