import HTTP

/// How an application shows who it is.
package enum Credential: Sendable {
    case secret(String)
    /// The files of a certificate and of its private key, as they stand there.
    case certificate(certificate: [UInt8], privateKey: [UInt8])

    /// The variable of the environment that may hold the secret.
    package static let variable = "CALFOLD_CLIENT_SECRET"

    /// A file's whole text or bytes, if it is of a size that a secret has.
    ///
    /// - Parameter option: which names the file, for the error.
    package static func bytes(of path: String, option: String) throws(PollError) -> [UInt8] {
        let bytes: [UInt8]
        do throws(SecretFile.ReadError) {
            bytes = try SecretFile.bytes(of: path, most: 65_536)
        } catch {
            guard error != .notPlain else {
                throw PollError(
                    .notUnderstood, "The file \(path), which \(option) names, is no plain file, so it was not read.")
            }
            throw error == .missing
                ? PollError(.missing, "There is no file \(path), which \(option) names.")
                : PollError(
                    .missing, "The file \(path), which \(option) names, cannot be read.",
                    next: "Check its permissions: this account has to be able to read it.")
        }
        guard !bytes.isEmpty, bytes.count <= 65_536 else {
            throw PollError(.notUnderstood, "The file \(path), which \(option) names, is empty or far too large.")
        }
        return bytes
    }

    /// A secret without the line's end that editors leave.
    ///
    /// - Parameter place: where it is from, for the error.
    package static func secret(_ bytes: [UInt8], from place: String) throws(PollError) -> Credential {
        guard let text = SecretFile.word(bytes)
        else {
            throw PollError(
                .notUnderstood, "\(place) holds no client secret.",
                next: "It holds the secret's value alone, on one line: not its id, which is a GUID.")
        }
        return .secret(text)
    }
}
