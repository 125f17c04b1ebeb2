import COpenSSL
import Digest
import Encodings
import Foundation

/// Signs the assertions by which a certificate stands for an application (PS256, with `x5t#S256`). Belongs to one
/// thread at a time.
final class AssertionSigner {
    private let key: OpaquePointer
    private let thumbprint: String

    /// - Throws: `PollError` for files that are no certificate and its RSA key.
    init(certificate: [UInt8], privateKey: [UInt8]) throws(PollError) {
        guard let der = AssertionSigner.der(ofCertificate: certificate) else {
            throw PollError(
                .notUnderstood, "The certificate cannot be read.", next: "Give the X.509 certificate as PEM or DER.")
        }
        guard let key = AssertionSigner.key(privateKey) else {
            throw PollError(
                .notUnderstood, "The private key cannot be read: it has to be PEM or DER, and without a passphrase.",
                next:
                    "'openssl pkey -in KEY -out NEW' takes a passphrase off; keep the new file for this account alone (chmod 600)."
            )
        }
        self.key = key
        thumbprint = Base64URL.string(SHA256().digest(of: der))
        guard EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA else {
            throw PollError(
                .notUnderstood, "The private key is no RSA key, which the sign-in needs.",
                next: "'openssl req -x509 -newkey rsa:2048 …' in docs/polling.md makes a pair that fits.")
        }
        guard AssertionSigner.isOfCertificate(der, key) else {
            throw PollError(
                .notUnderstood, "The private key is not that of the certificate.",
                next: "Give the pair that belongs together.")
        }
    }

    deinit { EVP_PKEY_free(key) }

    /// - Parameters:
    ///   - audience: the address that the assertion is sent to.
    ///   - now: seconds since 1970, by the clock of who reads it.
    ///
    /// It counts from a little before, as clocks that agree differ by seconds, and for nine minutes in all.
    func assertion(audience: String, clientID: String, now: Int64) throws(PollError) -> String {
        let header = ["alg": "PS256", "typ": "JWT", "x5t#S256": thumbprint]
        let claims: [String: Any] = [
            "aud": audience, "iss": clientID, "sub": clientID, "jti": UUID().uuidString.lowercased(),
            "nbf": now - 30, "iat": now - 30, "exp": now + 510,
        ]
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        guard let head = try? JSONSerialization.data(withJSONObject: header, options: options),
            let body = try? JSONSerialization.data(withJSONObject: claims, options: options)
        else { throw PollError(.unavailable, "The assertion cannot be put into words.") }
        let text = Base64URL.string(Array(head)) + "." + Base64URL.string(Array(body))
        guard let signature = sign(Array(text.utf8)) else {
            throw PollError(.notUnderstood, "OpenSSL cannot sign with the private key.")
        }
        return text + "." + Base64URL.string(signature)
    }

    private func sign(_ bytes: [UInt8]) -> [UInt8]? {
        guard let context = EVP_MD_CTX_new() else { return nil }
        defer { EVP_MD_CTX_free(context) }
        var parameters: OpaquePointer?
        guard EVP_DigestSignInit(context, &parameters, EVP_sha256(), nil, key) == 1, let parameters,
            EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1,
            EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1
        else { return nil }
        var length = 0
        guard EVP_DigestSign(context, nil, &length, bytes, bytes.count) == 1 else { return nil }
        var signature = [UInt8](repeating: 0, count: length)
        guard EVP_DigestSign(context, &signature, &length, bytes, bytes.count) == 1 else { return nil }
        return Array(signature.prefix(length))
    }

    private static func withMemory<Result>(_ bytes: [UInt8], _ work: (OpaquePointer) -> Result?) -> Result? {
        guard let memory = bytes.withUnsafeBytes({ BIO_new_mem_buf($0.baseAddress, Int32($0.count)) }) else {
            return nil
        }
        defer { BIO_free(memory) }
        defer { ERR_clear_error() }
        return bytes.withUnsafeBytes { _ in work(memory) }
    }

    private static func der(ofCertificate bytes: [UInt8]) -> [UInt8]? {
        guard
            let found = withMemory(bytes, { PEM_read_bio_X509($0, nil, nil, nil) })
                ?? withMemory(bytes, { d2i_X509_bio($0, nil) })
        else { return nil }
        defer { X509_free(found) }
        let length = i2d_X509(found, nil)
        guard length > 0 else { return nil }
        var der = [UInt8](repeating: 0, count: Int(length))
        return der.withUnsafeMutableBufferPointer { buffer in
            var place = buffer.baseAddress
            return i2d_X509(found, &place) == length
        } ? der : nil
    }

    private static func key(_ bytes: [UInt8]) -> OpaquePointer? {
        // Nobody is asked for a passphrase.
        let refusal: @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?) -> Int32 = {
            _, _, _, _ in -1
        }
        return withMemory(bytes) { PEM_read_bio_PrivateKey($0, nil, refusal, nil) }
            ?? withMemory(bytes) { d2i_PrivateKey_bio($0, nil) }
    }

    private static func isOfCertificate(_ der: [UInt8], _ key: OpaquePointer) -> Bool {
        withMemory(der) { memory -> Bool? in
            guard let certificate = d2i_X509_bio(memory, nil) else { return nil }
            defer { X509_free(certificate) }
            return X509_check_private_key(certificate, key) == 1
        } ?? false
    }
}

/// Base64 for addresses and tokens (RFC 4648, section 5), without padding.
enum Base64URL {
    static func string(_ bytes: [UInt8]) -> String {
        String(Base64.string(bytes).compactMap { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 == "=" ? nil : $0 })
    }
}
