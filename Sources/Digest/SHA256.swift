import COpenSSL

/// SHA-256 (FIPS 180-4) with one context used again and again. Belongs to one thread at a time.
package final class SHA256 {
    private let context = EVP_MD_CTX_new()
    private let method = EVP_sha256()

    package init() { begin() }
    deinit { EVP_MD_CTX_free(context) }

    /// The digest of bytes in one go, as four big-endian words. What was added before is forgotten.
    package func words(of bytes: UnsafeRawBufferPointer) -> (UInt64, UInt64, UInt64, UInt64) {
        begin()
        add(bytes)
        return finish()
    }

    /// The digest of bytes in one go.
    package func digest(of bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { SHA256.bytes(words(of: $0)) }
    }

    package func add(_ bytes: UnsafeRawBufferPointer) { EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) }

    package func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }

    /// The digest of all that was added since the last one; the next begins empty.
    package func finish() -> (UInt64, UInt64, UInt64, UInt64) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { buffer in
            _ = EVP_DigestFinal_ex(context, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
        }
        begin()
        return (
            UInt64(bigEndian: words.0), UInt64(bigEndian: words.1), UInt64(bigEndian: words.2),
            UInt64(bigEndian: words.3)
        )
    }

    package static func bytes(_ words: (UInt64, UInt64, UInt64, UInt64)) -> [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
        }
    }

    private func begin() { EVP_DigestInit_ex(context, method, nil) }
}
