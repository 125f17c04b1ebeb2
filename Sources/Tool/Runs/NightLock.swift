import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Keeps a second run of the night out. The system takes the lock from a process that dies, so that none is ever left behind.
final class NightLock {
    private let descriptor: Int32

    /// - Throws: a `Failure` with `.storeBusy` that says who holds the lock.
    init(store: String) throws {
        let path = store + ".night"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else {
            throw Failure(.cannotWrite, "The lock of the run cannot be made: \(String(cString: strerror(errno))).", at: path, next: "Check the folder of the store.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
            close(descriptor)
            throw Failure(
                .storeBusy, "Another run is under way\(holder.isEmpty ? "" : ": \(holder)").", at: path, next: "Wait until it is done; nothing was changed.")
        }
        let text = Array("process \(getpid()), since \(ISO8601DateFormatter().string(from: Date()))\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
            close(descriptor)
            throw Failure(.cannotWrite, "The lock of the run cannot be written: there is no room.", at: path)
        }
    }

    deinit { close(descriptor) }
}
