/// Whose log a file holds, as its path tells.
package enum MailboxName {
    /// The address that the file's name begins with (`alice@example.com.csv`, `alice@example.com_2024-02-01.csv`),
    /// else the nearest folder whose whole name is an address, in lower case; nil when there is neither.
    ///
    /// - Parameter named: the address of the mailbox with a name that is no address (`Alice Smith`, `asmith`); asked
    ///   for the file's name, and for what stands before a date behind an underscore, when no address is in the path.
    package static func inPath(_ path: String, named: ((String) -> String?)? = nil) -> String? {
        var parts = path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        guard let name = parts.popLast() else { return nil }
        if let address = leadingAddress(in: withoutExtension(name)) { return address.lowercased() }
        if let folder = parts.reversed().first(where: { leadingAddress(in: $0) == $0 }) { return folder.lowercased() }
        guard let named else { return nil }
        var plain = Substring(withoutExtension(name))
        while !plain.isEmpty {
            if let address = named(String(plain)) { return address.lowercased() }
            guard let end = plain.lastIndex(of: "_") else { break }
            plain = plain[..<end]
        }
        return nil
    }

    /// Without the endings of text exports; `alice@example.com` ends in nothing of the kind and stays whole.
    private static func withoutExtension(_ name: String) -> String {
        let endings = [".csv", ".txt", ".tsv", ".log", ".json", ".jsonl"]
        var name = name
        while let ending = endings.first(where: { name.count > $0.count && name.lowercased().hasSuffix($0) }) {
            name.removeLast(ending.count)
        }
        return name
    }

    /// The address at the start of the text: a local part, `@`, and labels of which the last is all letters.
    static func leadingAddress(in text: String) -> String? {
        guard let at = text.firstIndex(of: "@"), at != text.startIndex,
            text[..<at].allSatisfy({ isLetter($0) || $0.isNumber || ".!#$%&'*+-=?^_`{|}~".contains($0) })
        else { return nil }
        var end: String.Index?
        var labelStart = text.index(after: at)
        var labels = 0
        while labelStart < text.endIndex {
            let label = text[labelStart...].prefix { isLetter($0) || $0.isNumber || $0 == "-" }
            let letters = label.prefix(while: isLetter)
            // "com-2024-02-01" is a top-level domain with a date after it.
            let isTopLevel = letters.count == label.count || label.dropFirst(letters.count).first == "-"
            if labels > 0, letters.count >= 2, isTopLevel { end = letters.endIndex }
            if label.lowercased().hasPrefix("xn--"), labels > 0 { end = label.endIndex }
            guard !label.isEmpty, label.endIndex < text.endIndex, text[label.endIndex] == "." else { break }
            labels += 1
            labelStart = text.index(after: label.endIndex)
        }
        return end.map { String(text[..<$0]) }
    }

    private static func isLetter(_ character: Character) -> Bool { character.isLetter }
}
