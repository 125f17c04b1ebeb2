/// A mailbox as text (RFC 5322, section 3.4) and as people and programs write it in spite of that: `Name <a@b>` with or
/// without its last bracket, `Name a@b`, comments, a quoted local part, white space around the `@`, a dot or semicolon
/// at the end, `smtp:`, `mailto:` and `sip:` before it, addresses inside addresses, legacy DNs. Of several mailboxes
/// the first that has an address counts.
struct MailboxText {
    private(set) var smtp: String?
    private(set) var legacyDN: String?
    private(set) var name: String?

    /// - Parameter bytes: cleaned.
    init(_ bytes: [UInt8]) {
        let bare = MailboxText.unwrapped(bytes[...])
        if let dn = MailboxText.leadingDN(bare) {
            legacyDN = dn
            return
        }
        for part in MailboxText.parts(of: bytes) where find(in: part) { return }
        let text = AddressBytes.text(bare)
        name = text.isEmpty ? nil : text
    }

    private mutating func find(in part: ArraySlice<UInt8>) -> Bool {
        var places: [ArraySlice<UInt8>] = []
        let quotes = QuotedSpans(part)
        if let open = part.indices.last(where: { part[$0] == UInt8(ascii: "<") && !quotes.hold($0) }) {
            let inner = part[(open + 1)...]
            places = [inner[..<(inner.firstIndex(of: UInt8(ascii: ">")) ?? inner.endIndex)], part[..<open]]
        } else {
            places = [part]
        }
        for place in places {
            switch AddressSearch.first(in: place) {
            case .smtp(let address): smtp = address
            case .legacyDN(let name): legacyDN = name
            case .displayName, nil: continue
            }
            return true
        }
        return false
    }

    /// The mailboxes of a list: parted by semicolons and commas that stand in no quotation marks, comment or angle
    /// brackets.
    private static func parts(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        guard bytes.contains(UInt8(ascii: ";")) || bytes.contains(UInt8(ascii: ",")) else { return [bytes[...]] }
        let quotes = QuotedSpans(bytes[...]), isClosed = closings(bytes)
        var parts: [ArraySlice<UInt8>] = []
        var start = 0, isInside = false
        for (place, byte) in bytes.enumerated() where !quotes.hold(place) {
            switch byte {
            case UInt8(ascii: "<"): isInside = true
            case UInt8(ascii: ">"): isInside = false
            case UInt8(ascii: ";"), UInt8(ascii: ","):
                // A bracket that is never closed ends with its mailbox.
                if isInside, isClosed[place] { continue }
                parts.append(bytes[start..<place])
                (start, isInside) = (place + 1, false)
            default: break
            }
        }
        parts.append(bytes[start...])
        return parts
    }

    /// For each place, whether the next angle bracket behind it is a closing one.
    private static func closings(_ bytes: [UInt8]) -> [Bool] {
        var isClosed = [Bool](repeating: false, count: bytes.count)
        var next = false
        for place in bytes.indices.reversed() {
            isClosed[place] = next
            if bytes[place] == UInt8(ascii: ">") { next = true }
            if bytes[place] == UInt8(ascii: "<") { next = false }
        }
        return isClosed
    }

    /// Without the quotation marks around all of a text, and without a prefix that names the kind of address.
    static func unwrapped(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = AddressBytes.trimmed(bytes)
        for quote in [UInt8(ascii: "'"), UInt8(ascii: "\"")]
        where rest.count > 1 && rest.first == quote && rest.last == quote {
            let inner = rest.dropFirst().dropLast()
            if !inner.contains(quote) { rest = AddressBytes.trimmed(inner) }
        }
        return withoutPrefix(rest)
    }

    static func withoutPrefix(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        // The claim of SharePoint and the Office applications is one of an address too.
        let prefixes: [StaticString] = [
            "smtp:", "mailto://", "mailto:", "sip:", "sips:", "im:", "ex:", "x500:", "i:0#.f|membership|",
        ]
        var rest = bytes
        while let prefix = prefixes.first(where: { AddressBytes.begins(rest, with: $0) }) {
            rest = AddressBytes.trimmed(rest.dropFirst(prefix.utf8CodeUnitCount))
        }
        return rest
    }

    /// The legacy DN that a text begins with, in lower case; of several the first.
    static func leadingDN(_ bytes: ArraySlice<UInt8>) -> String? {
        guard AddressBytes.begins(bytes, with: "/o=") else { return nil }
        let end = bytes.firstIndex {
            $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "]") || $0 == 0x0A
                || $0 == UInt8(ascii: "\"")
        }
        return AddressBytes.text(AddressBytes.trimmed(bytes[..<(end ?? bytes.endIndex)])).lowercased()
    }
}

/// Which places of a text stand in quotation marks, or in a comment. Marks and brackets without their other half are
/// signs like any other.
struct QuotedSpans {
    /// By place: 0 outside, 1 in quotation marks with the marks themselves, 2 in a comment.
    private var kinds: [UInt8] = []
    private let start: Int

    init(_ bytes: ArraySlice<UInt8>) {
        start = bytes.startIndex
        guard bytes.contains(UInt8(ascii: "\"")) || bytes.contains(UInt8(ascii: "(")) else { return }
        kinds = [UInt8](repeating: 0, count: bytes.count)
        var open: Int?
        var isEscaped = false
        for (place, byte) in bytes.enumerated() {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\"), open != nil {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                if let begin = open {
                    for inside in begin...place { kinds[inside] = 1 }
                    open = nil
                } else {
                    open = place
                }
            }
        }
        markComments(bytes)
    }

    private mutating func markComments(_ bytes: ArraySlice<UInt8>) {
        var opened: [Int] = []
        for (place, byte) in bytes.enumerated() where kinds[place] == 0 {
            if byte == UInt8(ascii: "(") {
                opened.append(place)
            } else if byte == UInt8(ascii: ")"), let begin = opened.popLast(), opened.isEmpty {
                for inside in begin...place { kinds[inside] = 2 }
            }
        }
    }

    private func kind(_ place: Int) -> UInt8 { kinds.isEmpty ? 0 : kinds[place - start] }

    func hold(_ place: Int) -> Bool { kind(place) != 0 }
    func holdQuoted(_ place: Int) -> Bool { kind(place) == 1 }
}
