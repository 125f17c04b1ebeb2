import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A folder of our own for as long as it is held. A process that is killed leaves its folder behind, and whatever runs
/// next takes it away: what lies in one may be all that a store knows.
package final class ScratchFolder {
    package let path: String
    /// Held open and locked while the folder is in use; the system lets go of it when the process dies.
    private let descriptor: Int32

    private static let beginning = "calfold-scratch-"
    /// Of one that is not locked yet, and empty as long as it is called so.
    private static let draftBeginning = "calfold-making-"
    /// Making one takes no second.
    private static let oldestDraft = 60

    package init() throws(PublicationError) {
        ScratchFolder.clearLeftovers()
        let base = FileManager.default.temporaryDirectory.path
        // A name that nobody can guess, and not the one by which it is found until it is locked.
        let name = UUID().uuidString, draft = base + "/" + ScratchFolder.draftBeginning + name
        path = base + "/" + ScratchFolder.beginning + name
        guard mkdir(draft, 0o700) == 0 else {
            throw PublicationError(
                .unreadable,
                "no temporary folder can be made in \(base): \(String(cString: strerror(errno))); make room there, or set TMPDIR"
            )
        }
        descriptor = open(draft, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0, rename(draft, path) == 0 else {
            if descriptor >= 0 { close(descriptor) }
            rmdir(draft)
            throw PublicationError(.unreadable, "no temporary folder can be held in \(base)")
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
        close(descriptor)
    }

    /// Takes away the folders of processes that are no more.
    package static func clearLeftovers() {
        for base in Set([FileManager.default.temporaryDirectory.path, "/tmp", "/var/tmp"]) {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
            where name.hasPrefix(beginning) || name.hasPrefix(draftBeginning) {
                let path = base + "/" + name
                if name.hasPrefix(draftBeginning) {
                    clearDraft(path)
                    continue
                }
                let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                guard descriptor >= 0 else { continue }
                var status = stat()
                if fstat(descriptor, &status) == 0, status.st_uid == geteuid(),
                    flock(descriptor, LOCK_EX | LOCK_NB) == 0
                {
                    try? FileManager.default.removeItem(atPath: path)
                }
                close(descriptor)
            }
        }
    }

    private static func clearDraft(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_uid == geteuid(),
            Int(status.st_mtim.tv_sec) < time(nil) - oldestDraft
        else { return }
        rmdir(path)
    }

    /// Takes away half files that processes of this machine, which are no more, left in a folder of tables:
    /// `.NAME.PROCESS.part`.
    package static func clearHalfFiles(in folder: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where name.hasPrefix(".") && name.hasSuffix(".part") {
            guard let number = name.split(separator: ".").dropLast().last.flatMap({ pid_t($0) }), number > 0,
                kill(number, 0) != 0, errno == ESRCH
            else { continue }
            let path = folder + "/" + name
            // A process of another machine may write here too, which holds its file.
            let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
            close(descriptor)
        }
    }
}
