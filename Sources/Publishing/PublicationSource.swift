import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// Where finished tables are fetched from: what somebody has published there.
package protocol PublicationSource: Sendable {
    /// How a report names it: nobody's account in it.
    var label: String { get }

    /// The bytes of every plain file there, by name; links are none.
    func list() throws(PublicationError) -> [String: Int64]

    /// Brings files into a folder, each of at most so many bytes and some more.
    func bring(_ names: [String], to folder: String, mostBytes: Int64) throws(PublicationError)
}

extension FolderTarget: PublicationSource {
    package func list() throws(PublicationError) -> [String: Int64] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw PublicationError(.missing, FolderTarget.unlistable(folder))
        }
        return names.reduce(into: [:]) { sizes, name in
            var status = stat()
            guard lstat(folder + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
            sizes[name] = Int64(status.st_size)
        }
    }

    package func bring(_ names: [String], to place: String, mostBytes: Int64) throws(PublicationError) {
        for name in names {
            // Neither a link nor a pipe that came there since.
            let descriptor = open(folder + "/" + name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { throw PublicationError(.gone, "\(label): \(name) cannot be read") }
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                throw PublicationError(.gone, "\(label): \(name) is no plain file")
            }
            try FolderTarget.copy(file, to: place + "/" + name, name, mostBytes: mostBytes)
        }
    }

    private static func copy(
        _ file: FileHandle, to path: String, _ name: String, mostBytes: Int64
    ) throws(PublicationError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw PublicationError(.unreadable, "\(path) cannot be written") }
        let target = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var rest = mostBytes
        while true {
            let piece: Data
            do { piece = try file.read(upToCount: 1 << 18) ?? Data() } catch {
                throw PublicationError(.gone, "\(name) cannot be read to its end")
            }
            if piece.isEmpty { return }
            rest -= Int64(piece.count)
            guard rest >= 0 else { throw PublicationError(.tooLarge, "\(name) is larger than it was said to be") }
            guard (try? target.write(contentsOf: piece)) != nil else {
                throw PublicationError(.unreadable, "\(path) cannot be written: is there room?")
            }
        }
    }
}

extension SFTPTarget: PublicationSource {
    package func list() throws(PublicationError) -> [String: Int64] {
        do {
            return SFTPTarget.sizes(
                in: try run(["ls -ln"], in: "/", wants: "read", mostFileBytes: SFTPTarget.mostListBytes))
        } catch {
            guard error.reason == .tooLarge else { throw error }
            throw PublicationError(.tooLarge, "\(label): its list of files is longer than any folder of tables has")
        }
    }

    /// Some hundred thousand names.
    private static let mostListBytes: Int64 = 1 << 24

    package func bring(_ names: [String], to folder: String, mostBytes: Int64) throws(PublicationError) {
        guard !names.isEmpty else { return }
        // The program's own words go into a file too.
        try run(
            names.map { "get \(quoted($0)) \(quoted($0))" }, in: folder, wants: "read",
            mostFileBytes: max(1 << 20, mostBytes))
    }
}
