#if canImport(Glibc)
import Glibc
#endif

/// A folder that files are to be written into.
package enum NewFolder {
    /// Makes a folder and those above it, where they are not there yet.
    ///
    /// - Throws: with the system's reason, such as a permission that is missing.
    package static func make(_ path: String, mode: mode_t = 0o777) throws(WriteError) {
        var isFolder = stat()
        if stat(path, &isFolder) == 0, isFolder.st_mode & S_IFMT == S_IFDIR { return }
        var place = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            place += place.isEmpty || place.hasSuffix("/") ? part : "/" + part
            // One that stands there, and may not be written into, is in nobody's way.
            if mkdir(place, mode) == 0 || errno == EEXIST { continue }
            let reason = String(cString: strerror(errno))
            var status = stat()
            guard stat(place, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                throw WriteError(path: path, reason: "the folder cannot be made: \(reason)")
            }
        }
        guard stat(path, &isFolder) == 0, isFolder.st_mode & S_IFMT == S_IFDIR else {
            throw WriteError(path: path, reason: "what stands there is no folder")
        }
    }
}
