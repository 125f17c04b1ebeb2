import COpenSSL

/// HMAC-SHA-256 (RFC 2104) with one keyed context that begins anew for each value: keying it, and copying it, cost more
/// than hashing an address. Belongs to one thread at a time.
package final class KeyedHash {
    private let keyed: OpaquePointer

    /// - Returns: nil when OpenSSL has no HMAC-SHA-256 or no memory.
    package init?(key: [UInt8]) {
        guard let method = EVP_MAC_fetch(nil, "HMAC", nil) else { return nil }
        defer { EVP_MAC_free(method) }
        guard let context = EVP_MAC_CTX_new(method) else { return nil }
        // A parameter keeps the places of its name and of its value: both must last until it was read.
        let isKeyed = OSSL_MAC_PARAM_DIGEST.withCString { parameter in
            "SHA256".withCString { name in
                let parameters = [
                    OSSL_PARAM_construct_utf8_string(parameter, UnsafeMutablePointer(mutating: name), 0),
                    OSSL_PARAM_construct_end(),
                ]
                // OpenSSL takes an empty key for a missing one unless it is given a place.
                let place = key.isEmpty ? [0] : key
                return EVP_MAC_init(context, place, key.count, parameters) == 1
            }
        }
        guard isKeyed else {
            EVP_MAC_CTX_free(context)
            return nil
        }
        keyed = context
    }

    deinit { EVP_MAC_CTX_free(keyed) }

    /// The 32 bytes for one value, or nil when OpenSSL fails.
    package func code(of value: UnsafeRawBufferPointer) -> [UInt8]? {
        var result = [UInt8](repeating: 0, count: 32)
        return result.withUnsafeMutableBytes { write(codeOf: value, to: $0) } ? result : nil
    }

    /// Writes the code of one value to a place of 32 bytes.
    ///
    /// - Returns: whether OpenSSL made it.
    package func write(codeOf value: UnsafeRawBufferPointer, to place: UnsafeMutableRawBufferPointer) -> Bool {
        var length = 0
        // Without a key it begins anew with the one that it has.
        return EVP_MAC_init(keyed, nil, 0, nil) == 1
            && EVP_MAC_update(keyed, value.baseAddress?.assumingMemoryBound(to: UInt8.self), value.count) == 1
            && EVP_MAC_final(
                keyed, place.baseAddress?.assumingMemoryBound(to: UInt8.self), &length, place.count) == 1
            && length == 32
    }

    package func code(of value: String) -> [UInt8]? {
        var value = value
        return value.withUTF8 { code(of: UnsafeRawBufferPointer($0)) }
    }
}
