import Foundation
import HTTP

/// What tells the service which connector we are. A secret: nothing prints it.
package struct ServiceToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package let text: String

    /// The variable of the environment that may hold it.
    package static let variable = "CALFOLD_PARTNER_TOKEN"
    private static let mostBytes = 8_192

    package init(_ text: String) { self.text = text }

    package var description: String { "(a token)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// The token of a run: of the file where one is named, else of the environment.
    ///
    /// - Returns: the token, and a warning where other users of the machine can read its file.
    package static func load(
        file: String?, environment: [String: String]
    ) throws(PartnerError) -> (token: ServiceToken, warning: String?) {
        guard let file else {
            guard let text = environment[variable], !text.isEmpty else {
                throw PartnerError(
                    .unusable, "There is no token to show the service.",
                    next: "Give --token-file, or set \(variable). The partner issues one for each connector.")
            }
            return (try token(Array(text.utf8), from: "The variable \(variable)"), nil)
        }
        let bytes: [UInt8]
        do throws(SecretFile.ReadError) {
            bytes = try SecretFile.bytes(of: file, most: mostBytes)
        } catch {
            guard error != .notPlain else {
                throw PartnerError(
                    .notUnderstood, "The file \(file), which --token-file names, is no plain file, so it was not read.")
            }
            throw error == .missing
                ? PartnerError(.missing, "There is no file \(file), which --token-file names.")
                : PartnerError(
                    .missing, "The file \(file), which --token-file names, cannot be read.",
                    next: "Check its permissions.")
        }
        let mode =
            (try? FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber)?.intValue ?? 0
        return (
            try token(bytes, from: "The file \(file)"),
            mode & 0o077 == 0
                ? nil
                : "The token's file \(file) can be read by other users of this machine: 'chmod 600' keeps it to yours."
        )
    }

    /// Without the line's end that editors leave.
    private static func token(_ bytes: [UInt8], from place: String) throws(PartnerError) -> ServiceToken {
        guard bytes.count <= mostBytes, let text = SecretFile.word(bytes), text.utf8.allSatisfy({ $0 < 0x7F })
        else {
            throw PartnerError(
                .notUnderstood, "\(place) holds no token.", next: "It holds the token alone, on one line.")
        }
        return ServiceToken(text)
    }
}
