import Foundation

/// Tells files from what only looks like one by its name: whoever opens a pipe waits until somebody writes into it.
package enum PlainFile {
    /// Whether a plain file stands there, or a link to one.
    package static func isThere(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}
