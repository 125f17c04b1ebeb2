import Encodings

/// The words of a text that may be addresses: those with an `@`, comments and quoted names left out. White space around
/// an `@` parts nothing.
struct AddressWords {
    /// A word that may be an address: its local part, which may have been quoted, and what follows the last `@`.
    struct Word {
        var local: [UInt8] = []
        var isQuoted = false
        var domain: [UInt8] = []
        var hasAt = false
    }

    private let bytes: ArraySlice<UInt8>
    private let quotes: QuotedSpans
    /// Of the byte that is looked at next.
    private var place: Int
    private var words: [Word] = []
    private var word = Word()
    /// Whether white space stands behind what was looked at last.
    private var isSpaced = false
    /// What quotation marks held that is part of no word.
    private var quoted: [UInt8] = []

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        quotes = QuotedSpans(bytes)
        place = bytes.startIndex
    }

    /// Where quotation marks hold all there is, they are looked into.
    static func all(in bytes: ArraySlice<UInt8>) -> [Word] {
        var reading = AddressWords(bytes)
        while reading.place < bytes.endIndex { reading.takeNext() }
        reading.finish()
        let quoted = reading.quoted
        if reading.words.isEmpty, quoted.contains(UInt8(ascii: "@")), quoted.count <= bytes.count {
            return all(in: quoted.filter { $0 != UInt8(ascii: "\"") }[...])
        }
        return reading.words
    }

    private mutating func finish() {
        if word.hasAt, !word.local.isEmpty, !word.domain.isEmpty { words.append(word) }
        word = Word()
        isSpaced = false
    }

    private mutating func takeNext() {
        guard !quotes.holdQuoted(place) else { return takeQuoted() }
        let byte = bytes[place]
        place += 1
        if quotes.hold(place - 1) { return }
        switch byte {
        case _ where AddressBytes.isSpace(byte): isSpaced = true
        // These stand in no domain: they part two addresses.
        case UInt8(ascii: "|") where word.hasAt && !word.domain.isEmpty,
            UInt8(ascii: "/") where word.hasAt && !word.domain.isEmpty:
            finish()
        case UInt8(ascii: "@"): takeAt()
        default:
            if isSpaced, !(word.hasAt && (word.domain.isEmpty || isContinued(bytes[(place - 1)...]))) { finish() }
            isSpaced = false
            if word.hasAt { word.domain.append(byte) } else { word.local.append(byte) }
        }
    }

    private mutating func takeAt() {
        if word.hasAt, isSpaced { finish() }
        if word.hasAt {
            // What stood before belongs to the local part, however wrong it is.
            word.local += [UInt8(ascii: "@")] + word.domain
            word.domain = []
        }
        word.hasAt = true
        isSpaced = false
    }

    // MARK: Quotation marks

    private mutating func takeQuoted() {
        let text = quotedText()
        // Quotation marks around a part of the local part (obs-local-part of RFC 5322, section 4.4) belong to it;
        // around a name that stands right before an address they do not.
        let isBehindPart = !isSpaced && !word.hasAt && !word.local.isEmpty
        let isBeforeDot = place < bytes.endIndex && bytes[place] == UInt8(ascii: ".")
        if isBehindPart || (isBeforeDot && word.local.isEmpty && !word.hasAt), !text.contains(UInt8(ascii: "@")) {
            // What stands before the part may begin with another thing's name, as before a whole one.
            if !word.isQuoted, let sign = word.local.lastIndex(where: AddressSearch.isBeforeLocal) {
                word.local.removeFirst(sign + 1)
            }
            word.local += text
            word.isQuoted = true
            isSpaced = false
            return
        }
        finish()
        if bytes[place...].first(where: { !AddressBytes.isSpace($0) }) == UInt8(ascii: "@") {
            (word.local, word.isQuoted) = (text, true)
        } else {
            quoted += text + [0x20]
        }
    }

    /// What quotation marks hold, its escapes undone (RFC 5322, section 3.2.4). Goes on behind the closing mark.
    private mutating func quotedText() -> [UInt8] {
        var text: [UInt8] = []
        place += 1
        while place < bytes.endIndex, quotes.holdQuoted(place) {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\"), place < bytes.endIndex, quotes.holdQuoted(place) {
                text.append(bytes[place])
                place += 1
            } else {
                text.append(byte)
            }
        }
        return text
    }

    // MARK: Domains behind white space

    /// Whether the domain goes on behind white space: where a dot stands right before or behind it (obs-domain of RFC
    /// 5322, section 4.4), or what stands before it is no domain that mail is sent to.
    ///
    /// - Parameter rest: begins with the word behind the white space.
    private func isContinued(_ rest: ArraySlice<UInt8>) -> Bool {
        let dot = UInt8(ascii: "."), domain = word.domain
        // No domain is longer.
        guard domain.count < 256 else { return false }
        let labels = domain.split(separator: dot, omittingEmptySubsequences: false)
        let isPart = labels.count < 2 || labels.count == 2 && labels[1].count < 2
        guard isPart || rest.first == dot, domain.allSatisfy(AddressWords.isOfDomain) else { return false }
        let word = rest.prefix { !AddressBytes.isSpace($0) }
        if word.elementsEqual([dot]) { return true }
        guard word.allSatisfy(AddressWords.isOfDomain),
            word.contains(where: { ASCII.isLetterOrDigit($0) || $0 >= 0x80 })
        else { return false }
        // A word without a dot only ends a domain that has one.
        return labels.count > 1 || word.dropLast().contains(dot)
    }

    private static func isOfDomain(_ byte: UInt8) -> Bool {
        ASCII.isLetterOrDigit(byte) || byte >= 0x80 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
}
