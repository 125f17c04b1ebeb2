import Digest
import Encodings
import Foundation

/// A file that somebody named for a secret or a setting. Only a plain file is read: a pipe, a terminal or a device may
/// keep who reads it waiting for ever, or have no end.
package enum PlainFile {
    package enum ReadError: Error, Sendable, Equatable {
        case missing
        /// In the system's words.
        case unreadable(String)
        /// What stands there instead: a pipe, a folder.
        case notPlain(String)
        case tooLarge

        /// What is wrong, as the end of a sentence that names the file.
        package var words: String {
            switch self {
            case .missing: "is not there"
            case .unreadable(let why): "cannot be read: \(why)"
            case .notPlain(let what): "is \(what) and no plain file, so it was not read"
            case .tooLarge: "is too large"
            }
        }
    }

    /// Whether a plain file stands there, or a link to one.
    package static func isThere(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// - Parameter most: a file with more bytes is refused.
    package static func bytes(of path: String, atMost most: Int = .max - 1) throws(ReadError) -> [UInt8] {
        // Who opens a pipe would wait for the other end.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            let number = errno
            var status = stat()
            if number == ENXIO, stat(path, &status) == 0 { throw .notPlain(kind(status)) }
            throw number == ENOENT || number == ENOTDIR ? .missing : .unreadable(String(cString: strerror(number)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notPlain(kind(status)) }
        guard Int64(status.st_size) <= Int64(most) else { throw .tooLarge }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size) + 1)
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { piece.deallocate() }
        while bytes.count <= most {
            let count = read(descriptor, piece.baseAddress, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(String(cString: strerror(errno))) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: piece[..<count])
        }
        throw .tooLarge
    }

    /// Bytes and SHA-256, in lower-case hex, of a file that is read once, a piece at a time.
    ///
    /// - Parameter also: sees every piece of the file as it passes.
    /// - Throws: `CocoaError` for what cannot be read or is no plain file.
    package static func digest(
        of path: String, also: (UnsafeRawBufferPointer) -> Void = { _ in }
    ) throws -> (bytes: Int64, sha256: String) {
        // Whoever opens a pipe waits until somebody writes into it.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw CocoaError(.fileReadUnknown)
        }
        let digest = SHA256()
        var total: Int64 = 0
        // A file handle reads four kilobytes at a time, however many are asked for.
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
        defer { piece.deallocate() }
        while true {
            let count = read(descriptor, piece.baseAddress, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw CocoaError(.fileReadUnknown) }
            if count == 0 { break }
            let bytes = UnsafeRawBufferPointer(rebasing: piece[..<count])
            digest.add(bytes)
            total += Int64(count)
            also(bytes)
        }
        return (total, Hex.lowercase(SHA256.bytes(digest.finish())))
    }

    private static func kind(_ status: stat) -> String {
        switch status.st_mode & S_IFMT {
        case S_IFIFO: "a pipe"
        case S_IFDIR: "a folder"
        case S_IFCHR, S_IFBLK: "a device"
        case S_IFSOCK: "a socket"
        default: "something else"
        }
    }
}
