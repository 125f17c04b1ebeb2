import Digest
import Encodings
import ExchangeFormats

/// Turns identities into pseudonyms: Base64 of HMAC-SHA-256 (RFC 2104) under the customer's key. Belongs to one thread.
package final class Pseudonymiser {
    package enum ValueError: Error, Sendable, Equatable, CustomStringConvertible {
        /// A value looks like a pseudonym already.
        case hashedAlready
        case unavailable
        /// The id of a team or group is one of the words that pass through: it would leave unhashed.
        case passingWord

        package var description: String {
            switch self {
            case .hashedAlready:
                "A value to be hashed is 44 characters of Base64: it looks like a pseudonym already. Hashing twice makes rows that join with nothing; take in the clear export, or export with --plain."
            case .unavailable: "OpenSSL offers no HMAC-SHA-256 here; install libssl3."
            case .passingWord:
                "The id of a team or group is one of the words external, internal and error, which pass through unhashed and mean something else. Give it another id in the directory."
            }
        }
    }

    /// Words that stand for somebody without naming them; they pass through, in lower case.
    package static let passingWords: Set<String> = ["external", "internal", "error"]

    let key: PseudonymKey
    private let hash: KeyedHash
    private var cache = BoundedTextCache<String>()

    package init(_ key: PseudonymKey) throws(ValueError) {
        guard let hash = KeyedHash(key: key.bytes) else { throw .unavailable }
        (self.key, self.hash) = (key, hash)
    }

    /// With a secret of any length: for comparing with vectors.
    convenience init(secret: [UInt8]) throws(ValueError) { try self.init(PseudonymKey(unchecked: secret)) }

    /// The pseudonym of a value, as it is given: normalising it is the caller's part. Empty stays empty.
    package func pseudonym(_ value: String) throws(ValueError) -> String {
        if let known = cache.value(for: value) { return known }
        let result = try computed(value)
        cache.remember(result, for: value)
        return result
    }

    /// The pseudonym without a look at what was hashed before.
    func computed(_ value: String) throws(ValueError) -> String {
        guard !value.isEmpty else { return "" }
        if let word = Pseudonymiser.passingWord(value) { return word }
        guard !Pseudonymiser.looksHashed(value) else { throw .hashedAlready }
        guard let code = hash.code(of: value) else { throw .unavailable }
        return Base64.string(code)
    }

    /// The HMAC of a text's bytes, whatever they are: words that pass and the empty text too.
    ///
    /// - Throws: `hashedAlready` when the text is a pseudonym.
    package func exactPseudonym(_ value: String) throws(ValueError) -> String {
        guard !Pseudonymiser.looksHashed(value) else { throw .hashedAlready }
        return try code(of: Array(value.utf8))
    }

    /// The code of bytes that are no identity: neither remembered nor looked at for what passes through.
    func code(of bytes: [UInt8]) throws(ValueError) -> String { Base64.string(try codeBytes(of: bytes)) }

    /// The same as bytes.
    func codeBytes(of bytes: [UInt8]) throws(ValueError) -> [UInt8] {
        guard let code = bytes.withUnsafeBytes({ hash.code(of: $0) }) else { throw .unavailable }
        return code
    }

    /// Writes the same to a place of 32 bytes.
    func write(codeOf bytes: [UInt8], to place: UnsafeMutableRawBufferPointer) throws(ValueError) {
        guard bytes.withUnsafeBytes({ hash.write(codeOf: $0, to: place) }) else { throw .unavailable }
    }

    /// The word that a value is, in lower case, when it stands for somebody without naming them.
    static func passingWord(_ value: String) -> String? {
        guard value.utf8.count <= 8 else { return nil }
        let folded = value.lowercased()
        return passingWords.contains(folded) ? folded : nil
    }

    /// Whether a masked value stands for somebody without naming them.
    package static func passes(_ masked: String) -> Bool { passingWords.contains(masked) }

    /// Whether a value looks like what this routine makes.
    package static func looksHashed(_ value: String) -> Bool { Pseudonym.isOne(value) }
}
