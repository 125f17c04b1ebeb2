import Foundation
import Primitives

/// What stands in a folder and in the folders below it, with nothing left out.
struct FolderContents {
    /// Paths from the folder, in the order of their bytes. Links and what is no plain file are among them.
    private(set) var files: [String] = []
    /// What cannot be looked at at all: names that are no text, folders that cannot be read.
    private(set) var oddities: [(name: String, finding: CheckReport.Finding)] = []

    private static let deepest = 64

    /// - Returns: nil when the folder itself cannot be read.
    init?(of folder: String) {
        guard let names = try? FolderNames.of(folder) else { return nil }
        add(names, below: "", of: folder, depth: 0)
        files.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Whether a path, or what a link there leads to, is neither a plain file nor missing: who opened a pipe might wait
    /// for ever.
    static func isOdd(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    }

    private mutating func add(_ names: [FolderNames.Name], below prefix: String, of folder: String, depth: Int) {
        for name in names {
            guard let text = name.text else {
                note(prefix + name.shown, "its name is not UTF-8, so it was not looked at: rename it, or take it away")
                continue
            }
            let path = prefix + text
            var status = stat()
            guard lstat(folder + "/" + path, &status) == 0 else { continue }
            guard status.st_mode & S_IFMT == S_IFDIR else {
                files.append(path)
                continue
            }
            guard depth < FolderContents.deepest else {
                note(path, "folders are nested too deep here to be looked at")
                continue
            }
            do {
                let below = try FolderNames.of(folder + "/" + path)
                add(below, below: path + "/", of: folder, depth: depth + 1)
            } catch {
                note(path, "the folder cannot be read (\(error.words)); check who may read it")
            }
        }
    }

    private mutating func note(_ name: String, _ what: String) {
        oddities.append(
            (name, .init(severity: .error, code: "unreadable", column: nil, count: 1, line: nil, what: what)))
    }
}
