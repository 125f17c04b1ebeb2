import Foundation
import Primitives

/// What tells one file's content from another's.
package struct FileDigest: Sendable, Equatable, Codable {
    package var bytes: Int64
    /// SHA-256 in lower-case hex.
    package var sha256: String

    package init(bytes: Int64, sha256: String) {
        self.bytes = bytes
        self.sha256 = sha256
    }

    /// Reads a file once, a piece at a time.
    package init(of path: String) throws(PublicationError) {
        try self.init(of: path) { _ in }
    }

    /// - Parameter also: sees every piece of the file as it passes.
    init(of path: String, also: (UnsafeRawBufferPointer) -> Void) throws(PublicationError) {
        do {
            let found = try PlainFile.digest(of: path, also: also)
            self.init(bytes: found.bytes, sha256: found.sha256)
        } catch {
            throw PublicationError(.unreadable, "\(path) cannot be read")
        }
    }
}
