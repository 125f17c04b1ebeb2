import Foundation
import Primitives

/// Puts whole files under their names, so that a power cut leaves either what was there or what is new.
///
/// `AtomicFile` writes tables as they come, for a group to read, and tells half files of others from what was left
/// behind. What a poll keeps is a few bytes that only its own account reads, often written, and its draft has one name
/// that the next poll writes over: nothing is left behind, whatever ended the last one.
enum DurableFile {
    /// - Parameters:
    ///   - isSafe: whether the new file is what a power cut leaves; else it may as well be the old one, each whole.
    static func write(
        _ bytes: [UInt8], folder: String, name: String, temporary: String, isSafe: Bool = true
    ) throws(PollError) {
        let path = folder + "/" + name, draft = folder + "/" + temporary
        func trouble() -> PollError {
            let reason = String(cString: strerror(errno))
            unlink(draft)
            return PollError(
                .cannotWrite, "\(path) cannot be written: \(reason).",
                next: "See that this account may write there and that there is room; nothing is lost.")
        }
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw trouble() }
        var isWritten = true
        var offset = 0
        while isWritten, offset < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress.map { $0 + offset }, $0.count - offset)
            }
            if count < 0 && errno == EINTR { continue }
            if count > 0 { offset += count } else { isWritten = false }
        }
        isWritten = isWritten && fsync(descriptor) == 0
        guard isWritten else {
            let number = errno
            close(descriptor)
            errno = number
            throw trouble()
        }
        guard close(descriptor) == 0, rename(draft, path) == 0 else { throw trouble() }
        guard !isSafe || bringToDisk(folder) else { throw trouble() }
    }

    private static func bringToDisk(_ folder: String) -> Bool { (try? AtomicFile.bringToDisk(folder)) != nil }

    /// Makes a folder and those above it, each known to the disk before anything stands in it.
    static func makeFolder(_ path: String) throws(PollError) {
        var facts = stat()
        if stat(path, &facts) == 0, (facts.st_mode & S_IFMT) == S_IFDIR { return }
        let above = URL(filePath: path).deletingLastPathComponent().path
        if above != path { try makeFolder(above) }
        guard mkdir(path, 0o750) == 0 || errno == EEXIST, stat(path, &facts) == 0,
            (facts.st_mode & S_IFMT) == S_IFDIR, bringToDisk(above)
        else {
            throw PollError(
                .cannotWrite, "The folder \(path) cannot be made: \(String(cString: strerror(errno))).",
                next: "See that this account may write in the folder above it, and that nothing else has that name.")
        }
    }
}
