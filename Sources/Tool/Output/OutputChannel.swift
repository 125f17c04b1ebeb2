import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// Standard output or standard error. A write that fails is remembered, and ends neither the work nor the process: who
/// ends the run asks for it. Foundation's handles trap there.
final class OutputChannel: @unchecked Sendable {
    static let output = OutputChannel(STDOUT_FILENO)
    static let errors = OutputChannel(STDERR_FILENO)

    private let descriptor: Int32
    private let lock = NSLock()
    private var failed: Int32?

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Why what was to be written did not arrive whole; nil where it did.
    var failure: String? { lock.withLock { failed.map { String(cString: strerror($0)) } } }

    /// Whether its reader went away.
    var isUnread: Bool { lock.withLock { failed == EPIPE } }

    /// Writes all of it, or nothing more after a write that failed: a text with a hole would be taken for a whole one.
    func write(_ text: String) {
        var text = text
        text.withUTF8 { write($0) }
    }

    func write(_ bytes: some Collection<UInt8>) {
        lock.withLock {
            guard failed == nil else { return }
            failed = bytes.withContiguousStorageIfAvailable(all) ?? Array(bytes).withUnsafeBufferPointer(all)
        }
    }

    private func all(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32? {
        var offset = 0
        while offset < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
            if count > 0 {
                offset += count
                continue
            }
            switch count == 0 ? ENOSPC : errno {
            case EINTR: continue
            case EAGAIN:
                // Somebody made the pipe one that does not wait.
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, -1)
            case let number: return number
            }
        }
        return nil
    }

    /// Makes the process ready for outputs that are closed or go away. To be called before anything is opened.
    static func prepare() {
        // A file that is opened where an output is closed would get the output's number, and what is printed.
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            // Open the wrong way round, it refuses what is written as a closed one does.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
        // A reader that goes away and a file that may not grow are errors of the write. A handler, as programs that are
        // started inherit what is ignored.
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        action.sa_flags = SA_RESTART
        for signal in [SIGPIPE, SIGXFSZ] { sigaction(signal, &action, nil) }
    }
}
