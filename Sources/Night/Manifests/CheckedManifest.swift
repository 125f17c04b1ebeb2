import ExchangeFormats
import Foundation
import Primitives
import Publishing
import Tables

/// A manifest that somebody else wrote: nothing of it is believed before it was looked at, by who fetches and by who
/// pushes alike.
struct CheckedManifest {
    /// Without what is no table: nobody looks into that, and it is neither fetched nor pushed.
    var manifest: Manifest
    var data: Data
    /// Names of what it says beside tables.
    var others: [String]
    /// The window that it states; nil where it states none.
    var window: Range<Instant>?
    /// How far each kind of log went when the tables were made; nil where it does not say.
    var reaches: [LogReach]?

    static let mostBytes: Int64 = 1 << 20
    private static let mostFiles = 200

    struct Lie: Error { var what: String }

    static func isName(_ name: String) -> Bool {
        guard name.hasSuffix("manifest.json") else { return false }
        return name == Manifest.fileName(month: PublicationSet.month(of: name))
    }

    /// - Throws: for what no manifest of that name has.
    init(_ data: Data, name: String) throws(Lie) {
        guard data.count <= CheckedManifest.mostBytes else { throw Lie(what: "Its manifest is far too large.") }
        guard let manifest = try? Manifest(decoding: data) else { throw Lie(what: "Its manifest cannot be read.") }
        guard manifest.fileName == name, manifest.month.map({ StatedTime.month($0) != nil }) ?? true else {
            throw Lie(what: "Its manifest is of another month than its name.")
        }
        do throws(Manifest.Untrue) {
            (window, reaches) = (try manifest.statedWindow(), try manifest.statedReaches())
        } catch {
            throw Lie(what: "Its manifest is not to be believed: \(error.what).")
        }
        guard !manifest.files.isEmpty, manifest.files.count <= CheckedManifest.mostFiles else {
            throw Lie(what: "Its manifest names \(manifest.files.count) files.")
        }
        var names: Set<String> = []
        for file in manifest.files {
            guard PublicationSet.owns(file.name, month: manifest.month) else {
                throw Lie(what: "Its manifest names what is no table of the month.")
            }
            guard names.insert(file.name.lowercased()).inserted else {
                throw Lie(what: "Its manifest names \(file.name) twice.")
            }
            guard file.bytes >= 0, file.rows >= 0, file.sha256.utf8.count == 64,
                file.sha256.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
            else { throw Lie(what: "Its manifest says of \(file.name) what no file has.") }
        }
        others = manifest.files.map(\.name).filter { !FolderCheck.isOfTables($0) }
        guard !others.isEmpty else {
            (self.manifest, self.data) = (manifest, data)
            return
        }
        var known = manifest
        known.files.removeAll { !FolderCheck.isOfTables($0.name) }
        guard !known.files.isEmpty, let text = try? known.encoded() else {
            throw Lie(what: "Its manifest names no table.")
        }
        (self.manifest, self.data) = (known, text)
    }

    /// A manifest that stands in a folder here, as a plain file of its own.
    ///
    /// - Returns: nil where none stands there.
    /// - Throws: `Lie` also for what cannot be read, such as a link or a pipe.
    init?(of month: String, in folder: String) throws(Lie) {
        let name = Manifest.fileName(month: month), path = folder + "/" + name
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Lie(what: "Its manifest is a link, or no plain file.")
        }
        let data: Data
        do throws(PlainFile.ReadError) {
            data = Data(try PlainFile.bytes(of: path, atMost: Int(CheckedManifest.mostBytes)))
        } catch {
            throw Lie(what: error == .tooLarge ? "Its manifest is far too large." : "Its manifest cannot be read.")
        }
        try self.init(data, name: name)
    }

    /// What of the tables in a folder is not as the manifest says: each is a plain file, with its size and its hash.
    ///
    /// - Returns: words, with the table in front; nil where all fits.
    static func misfit(of files: [Manifest.File], in folder: String) -> String? {
        for file in files {
            let path = folder + "/" + file.name
            var status = stat()
            guard lstat(path, &status) == 0 else { return "\(file.name) is missing" }
            guard status.st_mode & S_IFMT == S_IFREG else { return "\(file.name) is a link, or no plain file" }
            guard Int64(status.st_size) == file.bytes,
                (try? FileDigest(of: path)) == FileDigest(bytes: file.bytes, sha256: file.sha256)
            else { return "\(file.name) is not what its manifest says" }
        }
        return nil
    }

    /// A table that has more rows or fewer than the manifest says.
    ///
    /// - Parameter rows: by name, as they were counted.
    static func misfit(of files: [Manifest.File], rows: [String: Int]) -> String? {
        for file in files where file.name.hasSuffix(".csv") {
            let found = rows[file.name] ?? 0
            guard found != file.rows else { continue }
            return "\(file.name) has \(found) rows, and its manifest says \(file.rows)"
        }
        return nil
    }
}
