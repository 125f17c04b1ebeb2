import Digest
import EventStore

/// Computes what a row is known by. docs/intake.md describes the canonical form.
struct IdentityHasher: ~Copyable {
    /// Begins every canonical form, so that rows of different kinds never share one.
    static let preamble: [UInt8] = {
        var buffer = ByteBuffer(capacity: 64)
        let name = Array(EventKind.calendar.name.utf8)
        buffer.append(length: name.count)
        buffer.append(name)
        return Array(buffer.bytes)
    }()

    private let digest = SHA256()

    /// The digest of a canonical form.
    func identity(of form: Bytes) -> EventIdentity {
        digest.add(UnsafeRawBufferPointer(form))
        return EventIdentity(words: digest.finish())
    }
}
