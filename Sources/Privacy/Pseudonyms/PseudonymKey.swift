import Foundation
import Primitives

/// The customer's secret, from a file or from the environment; never printed, logged or stored.
package struct PseudonymKey: Sendable {
    let bytes: [UInt8]

    /// The least length that is accepted: shorter secrets can be guessed.
    package static let leastBytes = 16
    /// What is longer was hardly meant to be a secret, and may have no end.
    package static let mostBytes = 65_536
    package static let variable = "CALFOLD_KEY"

    package enum KeyError: Error, Sendable, Equatable, CustomStringConvertible {
        case missing
        /// The named file is not there.
        case noFile(String)
        case unreadable(String)
        /// A pipe, a terminal, a device; and what it is.
        case notPlain(String, String)
        case tooShort(Int)
        case tooLong(String)
        /// The file begins with the byte order mark of UTF-16: its bytes are not those of the secret's UTF-8.
        case wideCharacters(String)

        package var description: String { TerminalText.line(words) }

        private var words: String {
            switch self {
            case .missing:
                "No key to make pseudonyms with. Put a secret of at least \(leastBytes) bytes in a file and name it with --key-file, or set \(variable)."
            case .noFile(let path):
                "There is no key file \(path). Name the right one with --key-file."
            case .unreadable(let path):
                "The key file \(path) cannot be read. Name a file with --key-file that this user may read."
            case .notPlain(let path, let words):
                "The key file \(path) \(words). Put the secret in a file of its own, or set \(variable)."
            case .tooShort(let count):
                "The key has \(count) bytes; at least \(leastBytes) are needed. 'openssl rand -base64 32' makes a good one."
            case .tooLong(let path):
                "The key file \(path) has more than \(mostBytes) bytes: that is hardly a secret. Name the right file with --key-file."
            case .wideCharacters(let path):
                "The key file \(path) is UTF-16, as PowerShell's '>' writes it. Save it as UTF-8: other tools make pseudonyms from those bytes."
            }
        }
    }

    /// Of any length, and as it stands.
    init(unchecked secret: [UInt8]) { bytes = secret }

    /// The UTF-8 bytes of the secret; the line break that editors put at the end of a file is not part of it, nor is a
    /// byte order mark.
    package init(secret: [UInt8]) throws(KeyError) {
        var secret = secret[...]
        while let last = secret.last, last == 0x0A || last == 0x0D { secret = secret.dropLast() }
        if secret.starts(with: [0xEF, 0xBB, 0xBF]) { secret = secret.dropFirst(3) }
        guard secret.count >= PseudonymKey.leastBytes else { throw .tooShort(secret.count) }
        bytes = Array(secret)
    }

    /// The key of a run: of the file where one is named, else of the environment.
    ///
    /// - Returns: the key, and a warning where other users of the machine can read its file.
    package static func load(
        file: String?, environment: [String: String]
    ) throws(KeyError) -> (key: PseudonymKey, warning: String?) {
        guard let file else {
            guard let secret = environment[variable], !secret.isEmpty else { throw .missing }
            return (try PseudonymKey(secret: Array(secret.utf8)), nil)
        }
        let secret = try contents(of: file)
        guard !secret.starts(with: [0xFF, 0xFE]), !secret.starts(with: [0xFE, 0xFF]) else {
            throw .wideCharacters(file)
        }
        let permissions =
            (try? FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber)?.intValue ?? 0
        let warning =
            permissions & 0o077 == 0
            ? nil : "The key file \(file) can be read by other users of this machine: 'chmod 600' keeps it to yours."
        return (try PseudonymKey(secret: secret), warning)
    }

    private static func contents(of file: String) throws(KeyError) -> [UInt8] {
        let secret: [UInt8]
        do throws(PlainFile.ReadError) {
            secret = try PlainFile.bytes(of: file, atMost: mostBytes)
        } catch {
            switch error {
            case .missing: throw .noFile(file)
            case .unreadable: throw .unreadable(file)
            case .notPlain: throw .notPlain(file, error.words)
            case .tooLarge: throw .tooLong(file)
            }
        }
        guard !secret.isEmpty else { throw .tooShort(0) }
        return secret
    }
}

/// Neither `print` nor `dump` shows a byte of the secret.
extension PseudonymKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "(a key)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
