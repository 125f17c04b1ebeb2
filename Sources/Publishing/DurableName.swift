import Foundation

/// What outlives a power cut: a file's bytes by themselves, and its name by its folder.
enum DurableName {
    /// - Parameter path: of a file or a folder.
    /// - Returns: false, and `errno`, when the disk does not take it. A share that has no such thing for folders is not
    ///   asked for more.
    static func bringToDisk(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP
    }
}
