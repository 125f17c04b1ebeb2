import Foundation
import Primitives

/// A folder of this machine, or a share that is mounted here.
package struct FolderTarget: PublicationTarget {
    package var folder: String

    package init(_ folder: String) { self.folder = folder }

    package var label: String { folder }

    package func look(at names: [String]) throws(PublicationError) -> TargetView {
        try check()
        var view = TargetView()
        for name in names {
            if let data = try? Data(contentsOf: URL(filePath: folder + "/" + name)) { view.contents[name] = data }
        }
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            var status = stat()
            if stat(folder + "/" + name, &status) == 0 { view.sizes[name] = Int64(status.st_size) }
        }
        return view
    }

    package func stage(_ names: [String], from source: String, mark: String) throws(PublicationError) {
        try check()
        for name in names {
            beat()
            removeLeftovers(of: name)
            try copy(source + "/" + name, to: folder + "/" + RemoteName.temporary(name, mark: mark))
        }
    }

    package func settle(_ names: [String], mark: String, retiring retired: [String]) throws(PublicationError) {
        for name in retired { unlink(folder + "/" + name) }
        guard (try? AtomicFile.bringToDisk(folder)) != nil else { throw system("the list of files") }
        for name in names {
            guard rename(folder + "/" + RemoteName.temporary(name, mark: mark), folder + "/" + name) == 0 else {
                throw system(name)
            }
        }
        guard (try? AtomicFile.bringToDisk(folder)) != nil else { throw system("the list of files") }
    }

    package func lock(for owner: String) throws(PublicationError) -> PublicationLock.Answer {
        try check()
        let path = folder + "/" + PublicationLock.name
        if mkdir(path, 0o770) == 0 {
            guard mkdir(path + "/" + owner, 0o770) == 0 else { throw system(PublicationLock.name) }
            return .taken
        }
        guard errno == EEXIST else { return .impossible }
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw PublicationError(.broken, "\(folder): another publisher has just been at work there")
        }
        let holder = (try? FileManager.default.contentsOfDirectory(atPath: path))?.first { !$0.hasPrefix(".") } ?? ""
        return .held(by: holder, seconds: Date().timeIntervalSince1970 - Double(status.st_mtim.tv_sec))
    }

    package func unlock(_ owner: String) throws(PublicationError) {
        let path = folder + "/" + PublicationLock.name
        // Of two that take a dead one's lock away, one finds it gone and stops here.
        guard owner.isEmpty || rmdir(path + "/" + owner) == 0 else { return }
        rmdir(path)
    }

    /// A sign of life, for who waits.
    private func beat() { utimes(folder + "/" + PublicationLock.name, nil) }

    private func check() throws(PublicationError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw PublicationError(.notWritable, "there is no folder \(folder): make it, or mount the share")
        }
    }

    /// Why the files of a folder that somebody named cannot be listed.
    static func unlistable(_ folder: String) -> String {
        var status = stat()
        guard stat(folder, &status) == 0 else {
            return errno == ENOENT
                ? "There is no folder \(folder)."
                : "The folder \(folder) cannot be looked at: \(String(cString: strerror(errno)))."
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { return "\(folder) is no folder." }
        return "The folder \(folder) may not be read by this account."
    }

    /// What an earlier run, cut off, left of a file.
    private func removeLeftovers(of name: String) {
        for other in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where other.hasPrefix(".\(name).") && other.hasSuffix(".part") {
            unlink(folder + "/" + other)
        }
    }

    /// Copies a finished table into this folder, and brings it to the disk: what `bring` copies out of it is bounded
    /// instead, and tells which of both sides failed.
    private func copy(_ source: String, to path: String) throws(PublicationError) {
        let name = URL(filePath: source).lastPathComponent
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw system(name) }
        let target = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard let reading = FileHandle(forReadingAtPath: source) else {
            throw PublicationError(.unreadable, "\(source) cannot be read")
        }
        do {
            while let piece = try reading.read(upToCount: 1 << 18), !piece.isEmpty {
                try target.write(contentsOf: piece)
            }
        } catch {
            let failure = system(name)
            unlink(path)
            throw failure
        }
        guard fsync(descriptor) == 0 else { throw system(name) }
    }

    private func system(_ name: String) -> PublicationError {
        let number = errno
        let reason: PublicationError.Reason =
            [EACCES, EPERM, EROFS, ENOENT, ENOTDIR].contains(number) ? .notWritable : .broken
        return PublicationError(reason, "\(name) cannot be written to \(folder): \(String(cString: strerror(number)))")
    }
}
