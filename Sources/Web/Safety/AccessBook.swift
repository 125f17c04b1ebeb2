import ExchangeFormats
import Foundation
import Primitives

#if canImport(Glibc)
import Glibc
#endif

/// Who looked at what, and when: a line for each request, before its answer leaves. Looking at calendars is itself
/// something that an auditor answers for.
package final class AccessBook: @unchecked Sendable {
    private let descriptor: Int32
    private let lock = NSLock()
    package let path: String

    /// Opens the book, or makes it, for its account alone.
    ///
    /// - Throws: `WriteError` where it cannot be written, or is no file.
    package convenience init(path: String) throws(WriteError) {
        let opened = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard opened >= 0 else { throw .system(path) }
        var facts = stat()
        guard fstat(opened, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw WriteError(path: path, reason: "it is no file")
        }
        guard facts.st_mode & 0o177 == 0 || fchmod(opened, 0o600) == 0 else {
            let error = WriteError.system(path)
            close(opened)
            throw error
        }
        self.init(descriptor: opened, path: path)
    }

    /// Goes on with a file that is open, and closes it in the end.
    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// Notes a request: instant, HTTP status, method, target.
    ///
    /// - Returns: false where the line could not be written whole.
    func note(at milliseconds: Int64, status: Int, method: String, target: String) -> Bool {
        let time = TimeText.iso(Instant(ticks: milliseconds &* Instant.ticksPerMillisecond), digits: 3)
        let line = Array("\(time) \(status) \(method) \(target)\n".utf8)
        return lock.withLock { write(descriptor, line, line.count) == line.count }
    }
}
