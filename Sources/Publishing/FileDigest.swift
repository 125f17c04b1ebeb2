import Digest
import Encodings
import Foundation

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
    init(of path: String, also: (Data) -> Void) throws(PublicationError) {
        let digest = SHA256()
        var count: Int64 = 0
        do {
            // Whoever opens a pipe waits until somebody writes into it.
            let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                throw CocoaError(.fileReadUnknown)
            }
            while let piece = try file.read(upToCount: 1 << 18), !piece.isEmpty {
                piece.withUnsafeBytes { digest.add($0) }
                count += Int64(piece.count)
                also(piece)
            }
        } catch {
            throw PublicationError(.unreadable, "\(path) cannot be read")
        }
        self.init(bytes: count, sha256: Hex.lowercase(SHA256.bytes(digest.finish())))
    }
}
