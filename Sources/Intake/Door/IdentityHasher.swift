import Digest
import EventStore

/// Computes what a row is known by. docs/intake.md describes the canonical form.
struct IdentityHasher: ~Copyable {
    /// Begins every canonical form, so that rows of different kinds never share one.
    static let preamble = preamble(of: .calendar)
    static let mailPreamble = preamble(of: .mail)

    private static func preamble(of kind: EventKind) -> [UInt8] {
        var buffer = ByteBuffer(capacity: 64)
        let name = Array(kind.name.utf8)
        buffer.append(length: name.count)
        buffer.append(name)
        return Array(buffer.bytes)
    }

    private let digest = SHA256()

    /// The digest of a canonical form.
    func identity(of form: Bytes) -> EventIdentity {
        digest.add(UnsafeRawBufferPointer(form))
        return EventIdentity(words: digest.finish())
    }

    /// The digest's 32 bytes.
    static func bytes(of identity: EventIdentity) -> [UInt8] {
        let words = identity.words
        return [words.0, words.1, words.2, words.3].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) }
        }
    }
}
