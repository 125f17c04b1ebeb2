import Digest
import Encodings
import Foundation

/// Why a table could not be written.
package struct WriteError: Error, Sendable, CustomStringConvertible {
    package var path: String
    package var reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    package var description: String {
        "\(TerminalText.line(path)) cannot be written: \(reason). No half file stands under that name."
    }

    package static func system(_ path: String) -> WriteError {
        WriteError(path: path, reason: String(cString: strerror(errno)))
    }
}

/// A file that appears whole under its name or not at all: written beside its place, brought to the disk, renamed.
package final class AtomicFile {
    package let path: String
    private let temporary: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private let bufferLimit = 1 << 18
    package private(set) var bytesWritten: Int64 = 0
    private let digest: SHA256?
    /// Of the finished file, in lower-case hex; nil unless it was asked for.
    package private(set) var sha256: String?

    /// - Parameters:
    ///   - name: a plain file name; one that leads elsewhere is refused.
    ///   - isDigested: whether the bytes are digested as they are written.
    package init(folder: String, name: String, isDigested: Bool = false) throws(WriteError) {
        path = folder + "/" + name
        digest = isDigested ? SHA256() : nil
        guard !name.isEmpty, !name.contains("/"), !name.hasPrefix(".") else {
            throw WriteError(path: path, reason: "that is not a plain file name")
        }
        guard AtomicFile.canReplace(path) else {
            throw WriteError(path: path, reason: "what stands there is a device, a pipe or a folder, and no file")
        }
        try NewFolder.make(folder)
        temporary = folder + "/.\(name).\(getpid()).part"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw .system(path) }
        // Tells a half file that somebody writes from one that was left behind.
        _ = flock(descriptor, LOCK_EX | LOCK_NB)
        buffer.reserveCapacity(bufferLimit + 4096)
    }

    /// Whether a file may take the place of what stands there: a rename asks nobody, and would put a file where
    /// /dev/null was for the whole machine.
    private static func canReplace(_ path: String) -> Bool {
        var found = stat()
        // Of a link what it leads to counts; one that leads nowhere is in nobody's way.
        guard stat(path, &found) == 0 else { return true }
        return found.st_mode & S_IFMT == S_IFREG
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(temporary)
    }

    package func write(_ bytes: some Collection<UInt8>) throws(WriteError) {
        // Most have their bytes in one piece of memory, which is copied as such.
        if bytes.withContiguousStorageIfAvailable({ buffer.append(contentsOf: UnsafeRawBufferPointer($0)) }) == nil {
            buffer.append(contentsOf: bytes)
        }
        if buffer.count >= bufferLimit { try flush() }
    }

    /// Bytes that were read in one piece.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(WriteError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= bufferLimit { try flush() }
    }

    private func flush() throws(WriteError) {
        digest?.add(buffer)
        var offset = 0
        while offset < buffer.count {
            let count = buffer.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress.map { $0 + offset }, $0.count - offset)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .system(path) }
            offset += count
        }
        bytesWritten += Int64(buffer.count)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Puts the file under its name.
    ///
    /// - Parameter isStaged: whether its bytes are brought to the disk later, by `bringToDisk`, before it is more than
    ///   a draft.
    package func commit(isStaged: Bool = false) throws(WriteError) {
        try flush()
        sha256 = digest.map { Hex.lowercase(SHA256.bytes($0.finish())) }
        guard isStaged || fsync(descriptor) == 0 else { throw .system(path) }
        guard close(descriptor) == 0 else {
            descriptor = -1
            unlink(temporary)
            throw .system(path)
        }
        descriptor = -1
        guard rename(temporary, path) == 0 else {
            let error = WriteError.system(path)
            unlink(temporary)
            throw error
        }
        // The name is in the folder, which is brought to the disk on its own.
        if !isStaged { try AtomicFile.bringToDisk(URL(filePath: path).deletingLastPathComponent().path) }
    }

    /// Makes a staged file, or the names in a folder, outlive a power cut. A file system that has no such thing for
    /// folders is not asked for more.
    package static func bringToDisk(_ path: String) throws(WriteError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else { throw .system(path) }
    }
}
