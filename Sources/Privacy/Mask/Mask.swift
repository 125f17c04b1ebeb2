import Digest
import Encodings
import ExchangeFormats

/// Decides, field by field, what leaves the organisation. Belongs to one thread.
package final class Mask {
    /// How identities leave.
    package enum Identities {
        case pseudonyms(Pseudonymiser)
        /// For an audit inside the organisation: clear, external ones too.
        case clear
    }

    package private(set) var people: People
    private let identities: Identities
    private let keepsSubjects: Bool
    private let digest = SHA256()
    private var tally = MaskTally()
    private var standings = BoundedTextCache<Standing?>()
    private var resolvedStandings = BoundedTextCache<Standing?>(logarithm: 12)
    private var masked = BoundedTextCache<MaskedPerson>()
    private var words: [KnownWord: BoundedTextCache<String>] = KnownWord.allCases.reduce(into: [:]) {
        $0[$1] = BoundedTextCache(logarithm: 10)
    }

    private struct MaskedPerson {
        var text: String
        var way: ShownAs
        /// Whether a log has the address in this form, so that it was counted.
        var isCounted: Bool
    }

    package init(people: People, identities: Identities, keepsSubjects: Bool) {
        self.people = people
        self.identities = identities
        self.keepsSubjects = keepsSubjects
    }

    package var isClear: Bool { if case .clear = identities { true } else { false } }

    /// Takes what the log tells of legacy DNs; what was known of anybody is found anew.
    package func learn(_ names: LearnedNames) {
        guard names != people.learned else { return }
        people.learned = names
        standings = BoundedTextCache()
        resolvedStandings = BoundedTextCache(logarithm: 12)
        masked = BoundedTextCache()
    }

    /// What was masked so far.
    package var counts: MaskCounts {
        var counts = tally.values
        tally.seen.add(to: &counts)
        return counts
    }

    /// What another thread's mask is made of.
    package var terms: MaskTerms {
        guard case .pseudonyms(let hash) = identities else {
            return MaskTerms(people: people, key: nil, keepsSubjects: keepsSubjects)
        }
        return MaskTerms(people: people, key: hash.key, keepsSubjects: keepsSubjects)
    }

    /// What it met so far, to be added to the mask whose terms it was made of.
    package var met: MaskTally { tally }

    /// Counts what a mask of the same terms met on another thread.
    package func add(_ other: MaskTally) {
        tally.values += other.values
        tally.seen.formUnion(other.seen)
        tally.people.formUnion(other.people)
    }

    /// The form in which an address was understood, of the person it leads to where the directory knows them; nil for a
    /// text that is none.
    package func address(_ text: String) -> Address? { standing(text)?.address }

    /// Who an address in any form leads to, and whether tables of people show them; nil for a text that is no address.
    package func standing(_ text: String) -> Standing? {
        if let known = standings.value(for: text) { return known }
        var found: Standing?
        if let address = Address(text) {
            let standing = people.standing(of: address)
            tally.seen.note(address, standing, knowsPeople: !people.directory.isEmpty)
            if standing.kind != .external { tally.people.note(text) }
            found = standing
        }
        standings.remember(found, for: text)
        return found
    }

    /// As `standing`, for an address that one of these gave: no form of the log's, and not counted among those.
    package func resolvedStanding(_ text: String) -> Standing? {
        if let known = resolvedStandings.value(for: text) { return known }
        let found = Address(text).map(people.standing)
        resolvedStandings.remember(found, for: text)
        return found
    }

    /// Somebody's address: a pseudonym, `external` for people outside, or the canonical address where identities are
    /// clear. People of the organisation who are not in scope leave as the word chosen for them, or not at all, where
    /// identities are clear as well.
    ///
    /// - Throws: `hashedAlready` when the text is a pseudonym.
    package func person(_ text: String) throws(Pseudonymiser.ValueError) -> String { try person(text, isOfLog: true) }

    /// As `person`, where only an identity has a place: nothing for a name that leads to nobody.
    package func identity(_ text: String) throws(Pseudonymiser.ValueError) -> String {
        standing(text)?.reason == .name ? "" : try person(text)
    }

    /// As `person`, for an address that `address` or `standing` gave: no form of the log's, and not counted among
    /// those.
    package func resolvedPerson(_ text: String) throws(Pseudonymiser.ValueError) -> String {
        try person(text, isOfLog: false)
    }

    private func person(_ text: String, isOfLog: Bool) throws(Pseudonymiser.ValueError) -> String {
        let found = try masked(text, isOfLog: isOfLog)
        count(found.way)
        return found.text
    }

    /// As `person`, for who remembers what came of a text and counts each use of it.
    package func shown(person text: String) throws(Pseudonymiser.ValueError) -> (text: String, as: ShownAs) {
        let found = try masked(text, isOfLog: true)
        return (found.text, found.way)
    }

    /// Counts values that left.
    package func count(_ way: ShownAs, times: Int = 1) {
        switch way {
        case .nobody: break
        case .pseudonym: tally.values.pseudonyms += times
        case .external: tally.values.externals += times
        case .internal: tally.values.internals += times
        }
    }

    private func masked(_ text: String, isOfLog: Bool) throws(Pseudonymiser.ValueError) -> MaskedPerson {
        func unnamed(_ text: String) -> MaskedPerson { MaskedPerson(text: text, way: .nobody, isCounted: isOfLog) }
        guard !text.isEmpty else { return unnamed("") }
        guard case .pseudonyms(let hash) = identities else {
            if let word = Pseudonymiser.passingWord(text) { return unnamed(word) }
            return unnamed(isOfLog || people.hasLists ? clearPerson(text, isOfLog: isOfLog) : text)
        }
        if let known = masked.value(for: text), known.isCounted || !isOfLog { return known }
        let found = try maskedPerson(text, hash, isOfLog: isOfLog)
        masked.remember(found, for: text)
        return found
    }

    /// Whom the lists keep out, clear identities do not show either.
    private func clearPerson(_ text: String, isOfLog: Bool) -> String {
        guard let standing = isOfLog ? standing(text) : resolvedStanding(text) else { return isOfLog ? "" : text }
        switch (standing.presence, standing.reason) {
        case (.asExternal, _): return "external"
        case (.asInternal, _): return "internal"
        case (.leftOut, .excluded), (.leftOut, .outOfScope): return ""
        default: return isOfLog ? standing.address.canonical : text
        }
    }

    private func maskedPerson(
        _ text: String, _ hash: Pseudonymiser, isOfLog: Bool
    ) throws(Pseudonymiser.ValueError) -> MaskedPerson {
        func shown(_ text: String, _ way: ShownAs) -> MaskedPerson {
            MaskedPerson(text: text, way: way, isCounted: isOfLog)
        }
        if let word = Pseudonymiser.passingWord(text) { return shown(word, .nobody) }
        if Pseudonymiser.looksHashed(text) { throw .hashedAlready }
        guard let standing = isOfLog ? standing(text) : resolvedStanding(text) else { return shown("", .nobody) }
        switch (standing.presence, standing.reason) {
        case (.asExternal, _): return shown("external", .external)
        case (.asInternal, _): return shown("internal", .internal)
        case (.leftOut, .excluded), (.leftOut, .outOfScope): return shown("", .nobody)
        default: break
        }
        if standing.kind == .external { return shown("external", .external) }
        let address = standing.address.canonical
        // Nobody's table has it in the form in which it stands here: somebody has chosen a name that looks so.
        if Pseudonymiser.looksHashed(address) { return shown(try hash.code(of: Array(address.utf8)), .pseudonym) }
        // A room or a shared mailbox that an entry names: a pseudonym that joins with nobody.
        return shown(try hash.pseudonym(address), .pseudonym)
    }

    /// The user responsible for a change. Components of Exchange stay readable, by their names alone: what else an
    /// export writes of them names servers and the organisation.
    package func responsible(_ text: String) throws(Pseudonymiser.ValueError) -> String {
        let found = try shown(responsible: text)
        count(found.as)
        return found.text
    }

    /// As `responsible`, for who counts each use.
    package func shown(responsible text: String) throws(Pseudonymiser.ValueError) -> (text: String, as: ShownAs) {
        guard let component = SystemPrincipal.name(text.trimmed) else { return try shown(person: text) }
        return (isClear ? text : component, .nobody)
    }

    /// A global object id in upper-case hex, or the text of an id of no known form. An ordinary id stays as it is. Of
    /// what may carry a foreign calendar's text the HMAC leaves, made from the meeting key, so that every row of a
    /// meeting still joins the others.
    package func globalObjectID(_ text: String) throws(Pseudonymiser.ValueError) -> String {
        guard case .pseudonyms(let hash) = identities, !text.isEmpty, !Mask.isOrdinaryID(text) else { return text }
        // The code and not the pseudonym: an id may look like one, or be a word that passes, and is no identity.
        return try hash.code(of: Array(Mask.meetingKey(text).utf8))
    }

    /// An id made of several values, told from every other: the HMAC of the values, each followed by a line feed; in
    /// clear exports, which have no key, the SHA-256 of the same.
    package func identifier(of values: [String]) throws(Pseudonymiser.ValueError) -> String {
        Base64.string(try identifierBytes(of: values))
    }

    /// The bytes behind `identifier`, of which a shorter id takes the first.
    package func identifierBytes(of values: [String]) throws(Pseudonymiser.ValueError) -> [UInt8] {
        let bytes = values.flatMap(Mask.identifierValue)
        guard case .pseudonyms(let hash) = identities else { return digest.digest(of: bytes) }
        return try hash.codeBytes(of: bytes)
    }

    /// One of the values of an identifier, with its line feed.
    package static func identifierValue(_ value: String) -> [UInt8] { Array(value.utf8) + [0x0A] }

    /// Writes the bytes of an identifier.
    ///
    /// - Parameters:
    ///   - values: the bytes of all its values, as `identifierValue` gives them.
    ///   - place: has 32 bytes.
    package func write(
        identifierOf values: [UInt8], to place: UnsafeMutableRawBufferPointer
    ) throws(Pseudonymiser.ValueError) {
        guard case .pseudonyms(let hash) = identities else {
            let words = values.withUnsafeBytes { digest.words(of: $0) }
            let bytes = (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
            return withUnsafeBytes(of: bytes) { place.copyMemory(from: $0) }
        }
        try hash.write(codeOf: values, to: place)
    }

    /// The id of an event: the HMAC of the text as it stands, which is nobody's name and no word that passes through.
    package func event(_ text: String) throws(Pseudonymiser.ValueError) -> String {
        guard case .pseudonyms(let hash) = identities else { return text }
        return try hash.code(of: Array(text.utf8))
    }

    /// A word that is Exchange's own where nobody else wrote it: as it is, or the part of it that is known. Of any
    /// other text the HMAC leaves, so that equal texts stay equal.
    package func word(_ text: String, _ column: KnownWord) throws(Pseudonymiser.ValueError) -> String {
        guard case .pseudonyms(let hash) = identities, !text.isEmpty else { return text }
        if let known = words[column]?.value(for: text) { return known }
        let found: String
        if let known = column.shown(text) { found = known } else { found = try hash.code(of: Array(text.utf8)) }
        words[column]?.remember(found, for: text)
        return found
    }

    /// The id of a team or another group: the pseudonym of the text as it stands.
    ///
    /// - Throws: `passingWord` when the text would pass through unhashed, `hashedAlready` when it is a pseudonym.
    package func group(_ text: String) throws(Pseudonymiser.ValueError) -> String {
        guard case .pseudonyms(let hash) = identities else { return text }
        guard Pseudonymiser.passingWord(text) == nil else { throw .passingWord }
        return try hash.pseudonym(text)
    }

    /// Whether an id holds nothing but numbers that Exchange made, as `GlobalObjectID.isOrdinary` has it. The check of
    /// finished tables asks the same.
    package static func isOrdinaryID(_ text: String) -> Bool {
        let digits = Array(text.utf8)
        guard digits.count == 112, digits.starts(with: GlobalObjectID.classIDDigits.utf8) else { return false }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(56)
        for index in stride(from: 0, to: 112, by: 2) {
            guard let high = Hex.uppercaseValue(digits[index]), let low = Hex.uppercaseValue(digits[index + 1]) else {
                return false
            }
            bytes.append(high << 4 | low)
        }
        return GlobalObjectID.isOrdinary(bytes)
    }

    /// What the log has for the stream's key: an id in hex without its instance date, any other text trimmed and in
    /// upper case.
    private static func meetingKey(_ text: String) -> String {
        let digits = Array(text.utf8)
        guard digits.count >= 80, digits.starts(with: GlobalObjectID.classIDDigits.utf8),
            digits.allSatisfy({ Hex.uppercaseValue($0) != nil })
        else {
            return text.trimmed.uppercased()
        }
        return String(
            decoding: digits[..<32] + repeatElement(UInt8(ascii: "0"), count: 8) + digits[40...], as: UTF8.self)
    }

    package func subject(_ text: String) -> String { keepsSubjects ? text : "" }

    /// A recurrence blob with its texts masked at equal length; empty when it is not certain that every text was
    /// found. It goes with the subjects, whose texts it holds: clear identities do not show it.
    package func recurrence(_ blob: [UInt8]) -> [UInt8] {
        guard let scrubbed = shown(recurrence: blob) else {
            noteEmptiedBlobs(1)
            return []
        }
        return scrubbed
    }

    /// As `recurrence`, for who counts the blobs that were emptied: nil for one of those.
    package func shown(recurrence blob: [UInt8]) -> [UInt8]? {
        guard !keepsSubjects, !blob.isEmpty else { return blob }
        return try? AppointmentRecurrencePattern.scrubbed(blob: blob)
    }

    package func noteEmptiedBlobs(_ count: Int) { tally.values.emptiedBlobs += count }

    /// Whether subjects leave at all: where not, nobody need read them.
    package var showsSubjects: Bool { keepsSubjects }
}

extension String {
    /// Without the white space around it.
    var trimmed: String {
        var rest = Substring(self)
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
