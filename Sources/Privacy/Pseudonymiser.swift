import Digest

/// Turns identities into pseudonyms: Base64 of HMAC-SHA-256 under the customer's key. Belongs to one thread.
///
/// Values repeat from row to row, so the last ones are remembered, a bounded number of them.
public final class Pseudonymiser {
    public enum Trouble: Error, Sendable, Equatable, CustomStringConvertible {
        /// A value looks like a pseudonym already.
        case hashedAlready
        case unavailable

        public var description: String {
            switch self {
            case .hashedAlready:
                "A value to be hashed is 44 characters of Base64: it looks like a pseudonym already. Hashing twice makes rows that join with nothing; take in the clear export, or export with --plain."
            case .unavailable: "OpenSSL offers no HMAC-SHA-256 here; install libssl3."
            }
        }
    }

    /// Words that stand for somebody without naming them; they pass through, in lower case.
    public static let passingWords: Set<String> = ["external", "internal", "error"]

    private let hash: KeyedHash
    private var memo: [String: String] = [:]
    private let memoLimit = 100_000

    public convenience init(_ key: PseudonymKey) throws(Trouble) { try self.init(secret: key.bytes) }

    /// With a secret of any length: for comparing with vectors.
    init(secret: [UInt8]) throws(Trouble) {
        guard let hash = KeyedHash(key: secret) else { throw .unavailable }
        self.hash = hash
    }

    /// The pseudonym of a value, as it is given: normalising it is the caller's part. Empty stays empty.
    public func pseudonym(_ value: String) throws(Trouble) -> String {
        if let known = memo[value] { return known }
        guard !value.isEmpty else { return "" }
        if value.utf8.count <= 8, case let folded = value.lowercased(), Pseudonymiser.passingWords.contains(folded) { return folded }
        guard !Pseudonymiser.looksHashed(value) else { throw .hashedAlready }
        guard let code = hash.code(of: value) else { throw .unavailable }
        let result = Base64.string(code)
        if memo.count >= memoLimit { memo.removeAll(keepingCapacity: true) }
        memo[value] = result
        return result
    }

    /// 44 characters of Base64 that end in `=`: what this routine makes.
    public static func looksHashed(_ value: String) -> Bool {
        let bytes = value.utf8
        guard bytes.count == 44, bytes.last == UInt8(ascii: "=") else { return false }
        return bytes.dropLast().allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "+"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
    }
}
