import Foundation

/// The customer's secret, from a file or from the environment; never printed, logged or stored.
public struct PseudonymKey: Sendable {
    let bytes: [UInt8]

    /// The least length that is accepted: shorter secrets can be guessed.
    public static let leastBytes = 16
    public static let variable = "CALFOLD_KEY"

    public enum Trouble: Error, Sendable, Equatable, CustomStringConvertible {
        case missing
        case unreadable(String)
        case tooShort(Int)

        public var description: String {
            switch self {
            case .missing:
                "No key to make pseudonyms with. Put a secret of at least \(leastBytes) bytes in a file and name it with --key-file, or set \(variable); --plain exports clear identities."
            case .unreadable(let path): "The key file \(path) cannot be read."
            case .tooShort(let count): "The key has \(count) bytes; at least \(leastBytes) are needed. 'openssl rand -base64 32' makes a good one."
            }
        }
    }

    /// The UTF-8 bytes of the secret; the line break that editors put at the end of a file is not part of it.
    public init(secret: [UInt8]) throws(Trouble) {
        var secret = secret[...]
        while let last = secret.last, last == 0x0A || last == 0x0D { secret = secret.dropLast() }
        if secret.starts(with: [0xEF, 0xBB, 0xBF]) { secret = secret.dropFirst(3) }
        guard secret.count >= PseudonymKey.leastBytes else { throw .tooShort(secret.count) }
        bytes = Array(secret)
    }

    /// The key of a run: of the file where one is named, else of the environment.
    ///
    /// - Returns: the key, and a warning where other users of the machine can read its file.
    public static func load(file: String?, environment: [String: String]) throws(Trouble) -> (key: PseudonymKey, warning: String?) {
        guard let file else {
            guard let secret = environment[variable], !secret.isEmpty else { throw .missing }
            return (try PseudonymKey(secret: Array(secret.utf8)), nil)
        }
        guard let data = FileManager.default.contents(atPath: file) else { throw .unreadable(file) }
        let permissions = (try? FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber)?.intValue ?? 0
        let warning = permissions & 0o077 == 0 ? nil : "The key file \(file) can be read by other users of this machine: 'chmod 600' keeps it to yours."
        return (try PseudonymKey(secret: [UInt8](data)), warning)
    }
}

extension PseudonymKey: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String { "(a key)" }
    public var debugDescription: String { description }
}
