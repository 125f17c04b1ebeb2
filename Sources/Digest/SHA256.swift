import COpenSSL

/// SHA-256 (FIPS 180-4) with one context used again and again. Belongs to one thread at a time.
///
/// The method is fetched once: OpenSSL 3 looks for the one that `EVP_sha256` names again at every beginning, under a
/// lock, which took 250 ns of the 930 that a row of 850 bytes took. What is left above the bare compression, 50 ns, is
/// the price of an interface that is not deprecated.
package final class SHA256 {
    // Never freed, and OpenSSL counts its users under a lock of its own.
    nonisolated(unsafe) private static let method = EVP_MD_fetch(nil, "SHA256", nil)

    private let context = EVP_MD_CTX_new()
    /// Whether nothing was added since the beginning.
    private var isEmpty = false

    package init() { begin() }
    deinit { EVP_MD_CTX_free(context) }

    /// The digest of bytes in one go, as four big-endian words. What was added before is forgotten.
    package func words(of bytes: UnsafeRawBufferPointer) -> (UInt64, UInt64, UInt64, UInt64) {
        if !isEmpty { begin() }
        add(bytes)
        return finish()
    }

    /// The digest of bytes in one go.
    package func digest(of bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { SHA256.bytes(words(of: $0)) }
    }

    package func add(_ bytes: UnsafeRawBufferPointer) {
        isEmpty = false
        SHA256.demand(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
    }

    package func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }

    /// The digest of all that was added since the last one; the next begins empty.
    package func finish() -> (UInt64, UInt64, UInt64, UInt64) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { buffer in
            SHA256.demand(EVP_DigestFinal_ex(context, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), nil))
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

    private func begin() {
        SHA256.demand(EVP_DigestInit_ex2(context, SHA256.method, nil))
        isEmpty = true
    }

    /// Without SHA-256, or without memory for it, there is no identity, no chain and no checksum: to go on would write
    /// wrong ones. No input leads here, only an OpenSSL that is set up without the digest.
    @inline(__always)
    private static func demand(_ result: Int32) {
        precondition(result == 1, "OpenSSL gives no SHA-256. Look at its configuration (openssl.cnf).")
    }
}
