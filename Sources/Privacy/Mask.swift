import ExchangeFormats

/// Decides, field by field, what leaves the organisation. Belongs to one thread.
public final class Mask {
    /// How identities leave.
    public enum Identities {
        case pseudonyms(Pseudonymiser)
        /// For an audit inside the organisation: clear, external ones too.
        case clear
    }

    /// What a run masked, in counts: never in names.
    public struct Counts: Sendable, Equatable {
        public var pseudonyms = 0
        public var externals = 0
        public var unresolved = 0
        /// Blobs that were emptied because they could not be proven free of text.
        public var emptiedBlobs = 0
    }

    public let people: People
    private let identities: Identities
    private let keepsSubjects: Bool
    public private(set) var counts = Counts()
    private var addresses: [String: Address?] = [:]

    public init(people: People, identities: Identities, keepsSubjects: Bool) {
        self.people = people
        self.identities = identities
        self.keepsSubjects = keepsSubjects
    }

    public var isClear: Bool { if case .clear = identities { true } else { false } }

    /// The form in which an address was understood; nil for a text that is none.
    public func address(_ text: String) -> Address? {
        if let known = addresses[text] { return known }
        let found = Address(text)
        if addresses.count >= 100_000 { addresses.removeAll(keepingCapacity: true) }
        addresses[text] = found
        return found
    }

    /// Somebody's address: a pseudonym, `external` for people outside, or the canonical address where identities are clear.
    public func person(_ text: String) throws(Pseudonymiser.Trouble) -> String {
        guard !text.isEmpty else { return "" }
        let folded = text.lowercased()
        if Pseudonymiser.passingWords.contains(folded) { return folded }
        guard case .pseudonyms(let hash) = identities else { return address(text)?.canonical ?? "" }
        if Pseudonymiser.looksHashed(text) { throw .hashedAlready }
        guard let address = address(text) else { return "" }
        if people.kind(of: address) == .external {
            counts.externals += 1
            return "external"
        }
        if case .smtp = address {} else { counts.unresolved += 1 }
        counts.pseudonyms += 1
        return try hash.pseudonym(address.canonical)
    }

    /// The user responsible for a change: components of Exchange stay readable.
    public func responsible(_ text: String) throws(Pseudonymiser.Trouble) -> String {
        SystemPrincipal.name(text) != nil ? text : try person(text)
    }

    /// A global object id in upper-case hex, or the text of an id of no known form. An ordinary id stays; what carries a
    /// foreign calendar's text does not.
    public func globalObjectID(_ text: String) throws(Pseudonymiser.Trouble) -> String {
        guard case .pseudonyms(let hash) = identities, !text.isEmpty, !Mask.isOrdinaryID(text) else { return text }
        return try hash.pseudonym(text)
    }

    /// Whether an id holds nothing but numbers that Exchange made: the class id, and 16 bytes of data.
    public static func isOrdinaryID(_ text: String) -> Bool {
        let digits = Array(text.utf8)
        // 40 bytes, then data of the length that bytes 36–39 give: 16 for what Exchange and Outlook make.
        guard digits.count == 112, digits.starts(with: "040000008200E00074C5B7101A82E008".utf8), digits[72..<80].elementsEqual("10000000".utf8)
        else { return false }
        return !digits[80..<96].elementsEqual("7643616C2D556964".utf8)
    }

    public func subject(_ text: String) -> String { keepsSubjects ? text : "" }

    /// A recurrence blob with its texts masked at equal length; empty when it cannot be decoded, as nobody can say then what
    /// its bytes hold.
    public func recurrence(_ blob: [UInt8]) -> [UInt8] {
        guard !isClear, !keepsSubjects else { return blob }
        guard let decoded = try? AppointmentRecurrencePattern(decoding: blob) else {
            counts.emptiedBlobs += 1
            return []
        }
        return decoded.scrubbed().encoded()
    }
}
