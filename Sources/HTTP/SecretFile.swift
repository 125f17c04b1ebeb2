import Foundation
import Primitives

/// A file that holds a secret for a service.
package enum SecretFile {
    package enum ReadError: Error {
        case missing, unreadable
        /// A pipe, a device, a folder: who reads it may wait for ever.
        case notPlain
    }

    /// The file's bytes, at most one more than are wanted.
    package static func bytes(of path: String, most: Int) throws(ReadError) -> [UInt8] {
        guard FileManager.default.fileExists(atPath: path) else { throw .missing }
        guard PlainFile.isThere(path) else { throw .notPlain }
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? handle.close() }
            return [UInt8](try handle.read(upToCount: most + 1) ?? Data())
        } catch {
            throw .unreadable
        }
    }

    /// The secret without the byte order mark and the line's end that editors leave; nil for what is more than one word, or none.
    package static func word(_ bytes: [UInt8]) -> String? {
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        guard let text = String(validating: bytes, as: UTF8.self)?.trimmingCharacters(in: .whitespacesAndNewlines),
            !text.isEmpty, text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F })
        else { return nil }
        return text
    }
}
