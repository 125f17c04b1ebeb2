import Primitives

/// Why the store could not do what was asked; it never carries a value of a row.
public enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Another process writes.
    case busy(path: String)
    /// There is no store at the path, and none was to be made.
    case missing(path: String)
    /// It is there, or may be, and this account may not read it.
    case unreadable(path: String)
    /// What stands at the path is a folder, or a file of something else.
    case notAStore(path: String)
    /// The store, or what stands beside it under a name that SQLite opens, is a pipe, a device or a folder.
    case notAFile(path: String)
    /// The store has a later version of the schema than this program knows.
    case newerSchema(path: String, found: Int, known: Int)
    /// What the file says of its schema is not what its tables are.
    case contradictorySchema(path: String, detail: String)
    /// There is no room left on the disk.
    case full(path: String)
    /// Another file stands at the path now, or none.
    case replaced(path: String)
    /// The store, or the folder that it is in, cannot be written, or it was opened to be read only.
    case readOnly(path: String)
    /// What SQLite reports of a file that is not what it was written to be.
    case damaged(path: String, detail: String)
    /// Any other reason, with SQLite's words for it where it gave any.
    case failed(path: String, detail: String)

    /// What happened and what to do about it, in sentences on one line that are safe to show on a terminal.
    public var description: String { TerminalText.line(words) }

    private var words: String {
        switch self {
        case .busy(let path):
            "The store \(path) is being written by another process. Wait until it is done, and run the command again."
        case .missing(let path): "There is no store at \(path). 'calfold ingest' makes one; --store names another."
        case .unreadable(let path):
            "The store \(path) may not be read by this account. Check the permissions of the file and of the folders above it."
        case .notAStore(let path): "\(path) is not a calfold store. Name another file with --store."
        case .notAFile(let path):
            "\(path) is no plain file, and a store and what stands beside it are nothing else. Take it away, or name another file with --store."
        case .newerSchema(let path, let found, let known):
            "The store \(path) was written by a newer calfold (schema \(found), this one knows \(known)). Use that version."
        case .contradictorySchema(let path, let detail):
            "The store \(path) contradicts itself about its schema, so somebody else has changed it: \(detail). Nothing was done. Restore it from a copy, or put back what docs/event-log.md names under 'A store that contradicts itself'."
        case .full(let path):
            "There is no room left to write the store \(path). Nothing that was reported as taken is lost; make room and run the command again."
        case .replaced(let path):
            "The store \(path) was moved, deleted or replaced while it was open: what stands there now is not what was opened. Nothing more was written. Put the right file there, and run the command again."
        case .readOnly(let path):
            "The store \(path) cannot be written. Check the permissions of the file and of its folder."
        case .damaged(let path, let detail):
            "The store \(path) is damaged: \(detail). 'calfold verify' says what still fits; restore it from a copy."
        case .failed(let path, let detail): "The store \(path) could not be used: \(detail)."
        }
    }
}
