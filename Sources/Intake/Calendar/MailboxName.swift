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
        // An archive is a folder here, and so is a workbook.
        let folders = parts.reversed().lazy.map { withoutExtension($0) }
        if let folder = folders.first(where: { leadingAddress(in: $0) == $0 }) { return folder.lowercased() }
        guard let named else { return nil }
        var plain = Substring(withoutExtension(name))
        while !plain.isEmpty {
            if let address = named(String(plain)) { return address.lowercased() }
            guard let end = plain.lastIndex(of: "_") else { break }
            plain = plain[..<end]
        }
        return nil
    }

    /// As above, and for the support script's files (`anna.berg_RAW_2EA39E.csv`, also behind a case number) by what it
    /// made the name of: the part of the mailbox's address before the @, cut off after 20 characters.
    static func inPath(_ path: String, _ options: CalendarReaderOptions) -> String? {
        if let found = inPath(path, named: options.mailboxNamed) { return found }
        let name = withoutExtension(path.split(separator: "/").last.map(String.init) ?? "")
        guard let owner = SupportScript.owner(of: name) else { return nil }
        var rest = Substring(owner)
        while !rest.isEmpty {
            if let found = options.mailboxNamed?(String(rest)) { return found.lowercased() }
            if rest.count == SupportScript.longestOwner, let found = options.mailboxBeginning?(String(rest)) {
                return found.lowercased()
            }
            guard let end = rest.firstIndex(of: "_") else { break }
            rest = rest[rest.index(after: end)...]
        }
        // A name that was cut off may be anybody's.
        let local = SupportScript.withoutCaseNumber(owner)
        guard let domain = options.acceptedDomain, local.count < SupportScript.longestOwner,
            let address = leadingAddress(in: local + "@" + domain), address.count == local.count + domain.count + 1
        else { return nil }
        return address.lowercased()
    }

    /// Without the endings of exports and of what they are packed in; `alice@example.com` ends in nothing of the kind
    /// and stays whole.
    private static func withoutExtension(_ name: String) -> String {
        let endings = [
            ".csv", ".txt", ".tsv", ".log", ".json", ".jsonl", ".ndjson", ".xml", ".clixml", ".xlsx", ".gz", ".zip",
        ]
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
