import Primitives

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Turns the paths of a command line into the files to read: a file is itself, as are a pipe and `-` for standard
/// input, a folder is every ordinary file below it, in the order of their paths' bytes so that every run sees the same
/// order.
///
/// Inside a folder hidden and temporary files are passed over, and so are symbolic links: an export folder is
/// often a share, and a link may lead anywhere, or in a circle. A path that is given by name is followed.
package struct InputFinder: Sendable {
    /// Folders nested deeper than this are refused; no export looks so, a circle of mounts does.
    package static let deepestFolder = 64

    package init() {}

    /// - Throws: `IntakeError` with the code `missing`, `unreadable` or `notAFile`, for the first path that cannot be
    ///   used, and for the first thing in a folder that cannot be looked at.
    package func files(at paths: [String]) throws(IntakeError) -> [String] {
        var errors: [IntakeError] = []
        let found = try files(at: paths, errors: &errors)
        if let first = errors.first { throw first }
        return found
    }

    /// - Parameter errors: gets what is there below a folder and cannot be looked at; it keeps
    ///   nothing else out.
    /// - Throws: `IntakeError` with the code `missing`, `unreadable` or `notAFile`, for the first path that cannot be
    ///   used.
    package func files(at paths: [String], errors: inout [IntakeError]) throws(IntakeError) -> [String] {
        var found: [String] = []
        // Two names may be one text to a person, and to Swift's strings, and still be two files.
        var seen: Set<[UInt8]> = []
        for path in paths {
            var below: [String] = []
            if path == ByteSource.standardInput {
                if seen.insert(Array(path.utf8)).inserted { found.append(path) }
                continue
            }
            switch try kind(of: path, followingLinks: true) {
            case .folder:
                try collect(folder: path, depth: 0, into: &below, &errors)
            case .file, .pipe: below = [path]
            case .link, .other:
                throw IntakeError(
                    .notAFile, path: path, "this is neither a file nor a folder. Name the exported file itself.")
            }
            for file in below where seen.insert(Array(file.utf8)).inserted { found.append(file) }
        }
        // What was there a moment ago and is gone is nobody's trouble.
        errors.removeAll { $0.code == .missing }
        return found
    }

    /// Every ordinary file below a folder; what cannot be looked at below it keeps the rest out of nothing.
    ///
    /// - Parameter errors: gets what is there and cannot be looked at.
    /// - Throws: `IntakeError` when the folder itself cannot be used.
    package func files(below folder: String, errors: inout [IntakeError]) throws(IntakeError) -> [String] {
        guard try kind(of: folder, followingLinks: true) == .folder else {
            throw IntakeError(.notAFile, path: folder, "this is no folder. Name the folder that holds the exports.")
        }
        var found: [String] = []
        try collect(folder: folder, depth: 0, into: &found, &errors)
        // What was there a moment ago and is gone is nobody's trouble.
        errors.removeAll { $0.code == .missing }
        return found
    }

    /// Those of the files that no path names: they were found in a folder.
    package func inFolders(_ files: [String], paths: [String]) -> Set<String> { Set(files).subtracting(paths) }

    /// Whether a file that was found in a folder and then refused is merely something that lies there: a note, a
    /// picture, a program. What is named like an export is not, nor what somebody may have put there in an export's
    /// place.
    package static func isSomethingElse(name: String, refusal: IntakeError) -> Bool {
        switch refusal.code {
        case .notAnExport, .binary, .empty, .undecodable: break
        case .companion: return true
        case .missing, .unreadable, .notAFile, .nameIsNoText, .duplicateColumn, .dateForm, .pseudonyms: return false
        }
        let file = name.lowercased().split(separator: "/").last ?? ""
        guard let dot = file.lastIndex(of: ".") else { return true }
        return ![
            ".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".log", ".xlsx", ".xls", ".xml", ".html", ".htm", ".msg",
            ".zip", ".gz", ".7z",
        ].contains(String(file[dot...]))
    }

    /// A file that a person or a program keeps beside the exports: hidden, an editor's or a spreadsheet's lock, a
    /// copy under way, what the scripts in Collector/ could not split into columns.
    static func isPassedOver(name: String) -> Bool {
        if name.hasPrefix(".") || name.hasPrefix("~$") || name.hasSuffix("~") { return true }
        let lowercased = name.lowercased()
        return [".tmp", ".temp", ".part", ".partial", ".crdownload", ".swp", ".filepart", ".unread"].contains(
            where: lowercased.hasSuffix)
    }

    private enum Kind { case file, folder, link, pipe, other }

    private func kind(of path: String, followingLinks: Bool) throws(IntakeError) -> Kind {
        var status = stat()
        let result = followingLinks ? stat(path, &status) : lstat(path, &status)
        guard result == 0 else {
            if errno == ENOENT || errno == ENOTDIR {
                throw IntakeError(
                    .missing, path: path,
                    path.unicodeScalars.contains("\u{FFFD}")
                        ? "there is no such file or folder: its name seems not to be UTF-8. Rename it."
                        : "there is no such file or folder. Check the spelling, and that the share is mounted.")
            }
            throw IntakeError(.unreadable, path: path, "cannot be looked at: \(systemMessage(errno)).")
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        case S_IFLNK: return .link
        case S_IFIFO: return .pipe
        default: return .other
        }
    }

    private func collect(
        folder: String, depth: Int, into found: inout [String], _ errors: inout [IntakeError]
    ) throws(IntakeError) {
        guard depth < InputFinder.deepestFolder else {
            throw IntakeError(
                .unreadable, path: folder,
                """
                folders are nested more than \(InputFinder.deepestFolder) deep here. Name the folder that holds the \
                exports.
                """)
        }
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        for entry in try names(in: folder) where !InputFinder.isPassedOver(name: entry.shown) {
            guard let name = entry.text else {
                errors.append(InputFinder.isNoText(path: prefix + entry.shown))
                continue
            }
            do {
                switch try kind(of: prefix + name, followingLinks: false) {
                case .file: found.append(prefix + name)
                case .folder: try collect(folder: prefix + name, depth: depth + 1, into: &found, &errors)
                case .link, .pipe, .other: continue
                }
            } catch {
                errors.append(error)
            }
        }
    }

    private func names(in folder: String) throws(IntakeError) -> [FolderNames.Name] {
        do throws(FolderNames.ReadError) {
            return try FolderNames.of(folder)
        } catch {
            throw IntakeError(
                .unreadable, path: folder,
                """
                the folder cannot be read: \(error.words). Check its permissions, and that the share is mounted.
                """)
        }
    }

    /// A name is what a file is known by ever after, so it has to be text.
    private static func isNoText(path: String) -> IntakeError {
        IntakeError(
            .nameIsNoText, path: path,
            """
            its name is not UTF-8, so it was not taken in. Rename it: 'convmv -r -f latin1 -t utf8 --notest FOLDER' renames all that came from an older \
            system.
            """)
    }
}

/// The system's own words for an error number.
func systemMessage(_ number: Int32) -> String {
    guard let text = strerror(number) else { return "error \(number)" }
    return String(cString: text)
}
