import COpenSSL

/// HMAC-SHA-256 (RFC 2104) with one keyed context that is copied for each value: keying anew costs more than hashing
/// an address. Belongs to one thread at a time.
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
        guard let context = EVP_MAC_CTX_dup(keyed) else { return nil }
        defer { EVP_MAC_CTX_free(context) }
        var result = [UInt8](repeating: 0, count: 32)
        var length = 0
        guard EVP_MAC_update(context, value.baseAddress?.assumingMemoryBound(to: UInt8.self), value.count) == 1,
            EVP_MAC_final(context, &result, &length, result.count) == 1, length == 32
        else { return nil }
        return result
    }

    package func code(of value: String) -> [UInt8]? {
        var value = value
        return value.withUTF8 { code(of: UnsafeRawBufferPointer($0)) }
    }
}
