import Foundation
import Primitives

/// Tables that are published together: those of one month, or those of none, with their manifest.
package struct PublicationSet: Sendable {
    package var folder: String
    package var manifest: Manifest
    /// The manifest as it stands in the folder.
    package var manifestData: Data

    /// Writes the manifest of tables beside them.
    package init(writing manifest: Manifest, in folder: String) throws(PublicationError) {
        self.folder = folder
        self.manifest = manifest
        do {
            manifestData = try manifest.encoded()
            let path = folder + "/" + manifest.fileName, half = folder + "/.\(manifest.fileName).\(getpid()).part"
            // Like the tables, for the account and its group alone.
            guard
                FileManager.default.createFile(
                    atPath: half, contents: manifestData, attributes: [.posixPermissions: 0o640]),
                (try? AtomicFile.bringToDisk(half)) != nil,
                rename(half, path) == 0, (try? AtomicFile.bringToDisk(folder)) != nil
            else {
                unlink(half)
                throw CocoaError(.fileWriteUnknown)
            }
        } catch {
            throw PublicationError(.unreadable, "\(folder)/\(manifest.fileName) cannot be written")
        }
    }

    private init(folder: String, manifest: Manifest, manifestData: Data) {
        self.folder = folder
        self.manifest = manifest
        self.manifestData = manifestData
    }

    /// The sets of a folder, month by month: every `.csv` belongs to the month that its name begins with. A manifest
    /// that fits its files is kept; else one is made of the files as they stand, with their rows counted.
    package static func all(in folder: String, calfold version: String) throws(PublicationError) -> [PublicationSet] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw PublicationError(.missing, FolderTarget.unlistable(folder))
        }
        var tables: [String: [String]] = [:]
        for name in names where isPart(name) {
            guard RemoteName.isPlain(name) else {
                throw PublicationError(
                    .unusable,
                    """
                    \(folder) is no folder of finished tables: it holds a CSV file whose name has more than the letters, digits, '.', '-' and '_' of a table's
                    """)
            }
            var status = stat()
            guard lstat(folder + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                throw PublicationError(
                    .unusable,
                    "\(folder) is no folder of finished tables: \(name) is a link or no file, so that what would be sent lies somewhere else"
                )
            }
            tables[month(of: name) ?? "", default: []].append(name)
        }
        var sets: [PublicationSet] = []
        // A description of tables that are gone is nothing to publish.
        for month in tables.keys.sorted() where tables[month]?.contains(where: { $0.hasSuffix(".csv") }) == true {
            sets.append(
                try set(
                    of: (tables[month] ?? []).sorted(), month: month.isEmpty ? nil : month, in: folder, calfold: version
                ))
        }
        return sets
    }

    /// The sets of a folder that have their manifest, without a look into the tables.
    package static func written(in folder: String) -> [PublicationSet] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().compactMap { name in
            guard name.hasSuffix("manifest.json"), !name.hasPrefix("."),
                let data = contents(of: folder + "/" + name), let manifest = try? Manifest(decoding: data),
                manifest.fileName == name,
                manifest.files.allSatisfy({ RemoteName.isPlain($0.name) })
            else { return nil }
            return PublicationSet(folder: folder, manifest: manifest, manifestData: data)
        }
    }

    /// Whether a name is that of a table of this set's month, so that it can have come from nobody else.
    func owns(_ name: String) -> Bool { PublicationSet.owns(name, month: manifest.month) }

    /// Whether a name is that of a table of a month, or of what is said of its tables.
    package static func owns(_ name: String, month: String?) -> Bool {
        RemoteName.isPlain(name) && isPart(name) && PublicationSet.month(of: name) == month
    }

    /// Tables, and what is said of them beside them.
    private static func isPart(_ name: String) -> Bool {
        !name.hasPrefix(".")
            && (name.hasSuffix(".csv") || name == "datapackage.json"
                || (month(of: name) != nil && name.dropFirst(8) == "datapackage.json"))
    }

    /// Whether the tables that the manifest lists stand in the folder, by their names and sizes.
    package var isThere: Bool {
        manifest.files.allSatisfy { file in
            var status = stat()
            return stat(folder + "/" + file.name, &status) == 0 && Int64(status.st_size) == file.bytes
        }
    }

    /// Makes sure that tables are what their manifest says.
    func check(_ names: [String]) throws(PublicationError) {
        for file in manifest.files where names.contains(file.name) {
            guard try FileDigest(of: folder + "/" + file.name) == FileDigest(bytes: file.bytes, sha256: file.sha256)
            else {
                throw PublicationError(
                    .unreadable,
                    "\(folder)/\(file.name) is not what its manifest says: write the month again, or run 'calfold publish'"
                )
            }
        }
    }

    private static func set(
        of names: [String], month: String?, in folder: String, calfold version: String
    ) throws(PublicationError) -> PublicationSet {
        let path = folder + "/" + Manifest.fileName(month: month)
        let data = contents(of: path)
        let known = data.flatMap { try? Manifest(decoding: $0) }
        var files: [Manifest.File] = []
        for name in names {
            var rows = RowCounter()
            let digest = try FileDigest(of: folder + "/" + name) { rows.add($0) }
            files.append(Manifest.File(name: name, rows: name.hasSuffix(".csv") ? rows.rows : 0, digest: digest))
        }
        if let data, let known, known.month == month, known.files == files {
            return PublicationSet(folder: folder, manifest: known, manifestData: data)
        }
        return try PublicationSet(writing: Manifest(month: month, calfold: version, files: files), in: folder)
    }

    /// Of a plain file: whoever opens a pipe waits until somebody writes into it.
    private static func contents(of path: String) -> Data? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return try? Data(contentsOf: URL(filePath: path))
    }

    /// The month of `YYYY-MM_name.csv`.
    package static func month(of name: String) -> String? {
        let text = Array(name.utf8.prefix(8))
        guard text.count == 8, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "_"),
            [0, 1, 2, 3, 5, 6].allSatisfy({ text[$0] >= 0x30 && text[$0] <= 0x39 })
        else { return nil }
        return String(name.prefix(7))
    }
}

/// Counts the records of a CSV file below its head line; a line break between quotes ends none.
struct RowCounter {
    private var lines = 0
    private var isQuoted = false
    private var isWithinLine = false

    var rows: Int { max(0, lines + (isWithinLine ? 1 : 0) - 1) }

    mutating func add(_ data: UnsafeRawBufferPointer) {
        for byte in data {
            if byte == 0x22 { isQuoted.toggle() }
            if byte == 0x0A && !isQuoted {
                lines += 1
                isWithinLine = false
            } else {
                isWithinLine = true
            }
        }
    }
}
