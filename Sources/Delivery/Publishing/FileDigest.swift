import Digest
import Foundation

/// What tells one file's content from another's.
public struct FileDigest: Sendable, Equatable, Codable {
    public var bytes: Int64
    /// SHA-256 in lower-case hex.
    public var sha256: String

    public init(bytes: Int64, sha256: String) {
        self.bytes = bytes
        self.sha256 = sha256
    }

    /// Reads a file once, a piece at a time.
    ///
    /// - Parameter bringingToDisk: whether what was read is also to outlive a power cut.
    public init(of path: String, bringingToDisk: Bool = false) throws(DeliveryError) {
        try self.init(of: path) { _ in }
        guard bringingToDisk else { return }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw DeliveryError(.unreadable, "\(path) cannot be brought to the disk: \(String(cString: strerror(errno)))") }
    }

    /// - Parameter also: sees every piece of the file as it passes.
    init(of path: String, also: (Data) -> Void) throws(DeliveryError) {
        let digest = SHA256()
        var count: Int64 = 0
        do {
            let file = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? file.close() }
            while let piece = try file.read(upToCount: 1 << 18), !piece.isEmpty {
                piece.withUnsafeBytes { digest.add($0) }
                count += Int64(piece.count)
                also(piece)
            }
        } catch {
            throw DeliveryError(.unreadable, "\(path) cannot be read")
        }
        self.init(bytes: count, sha256: Hex.lowercase(SHA256.bytes(digest.finish())))
    }
}
