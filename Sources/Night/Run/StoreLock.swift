import ExchangeFormats
import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// Keeps a second process out of work that one at a time may do on a store. The system takes the lock from a process
/// that dies, so that none is ever left behind.
package final class StoreLock {
    package enum Work: String {
        /// A night's run, from its beginning to its end.
        case night
        /// Bringing the stored meetings and e-mails up to date, and writing tables that are noted as complete: a fold
        /// that began before must not put back what it found then.
        case fold
        /// Bringing months to the partner's service, which knows one batch at a time.
        case push
        /// Fetching finished tables into a folder, and pushing them from it.
        case tables

        fileprivate var name: String {
            switch self {
            case .night: "Another run"
            case .fold: "Another fold, or a night's run,"
            case .push: "Another push"
            case .tables: "Another fetch or push of these tables"
            }
        }
    }

    private let descriptor: Int32

    /// - Parameter seconds: how long to wait for a process that holds it.
    /// - Throws: a `Failure` with `.storeBusy` that says who holds the lock.
    package init(store: String, for work: Work, waiting seconds: Int = 0) throws {
        let path = store + "." + work.rawValue
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else {
            throw Failure(
                .cannotWrite, "The lock of the run cannot be made: \(String(cString: strerror(errno))).", at: path,
                next: "Check the folder of the store.")
        }
        let end = ContinuousClock.now + .seconds(seconds)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard ContinuousClock.now < end else {
                let holder =
                    (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(
                        in: .whitespacesAndNewlines) ?? ""
                close(descriptor)
                throw Failure(
                    .storeBusy, "\(work.name) is under way\(holder.isEmpty ? "" : ": \(holder)").", at: path,
                    next: "Wait until it is done; nothing was changed.")
            }
            usleep(50_000)
        }
        let since = Instant(ticks: Clock.milliseconds / 1_000 * Instant.ticksPerSecond)
        let text = Array("process \(getpid()), since \(since)\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
            close(descriptor)
            throw Failure(.cannotWrite, "The lock of the run cannot be written: there is no room.", at: path)
        }
    }

    deinit { close(descriptor) }

    /// Whether some process holds a lock now. Asking takes it for a moment, which whoever wants it waits out.
    static func isHeld(store: String, for work: Work) -> Bool {
        let descriptor = open(store + "." + work.rawValue, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }
}
