import ExchangeFormats
import Foundation
import Publishing
import Tables

/// A manifest that somebody else wrote: nothing of it is believed before it was looked at.
struct FetchedManifest {
    /// Without what is no table: nobody looks into that, and it is not fetched.
    var manifest: Manifest
    var data: Data
    /// Names of what it says beside tables.
    var others: [String]

    static let mostBytes: Int64 = 1 << 20
    private static let mostFiles = 200

    struct Lie: Error { var what: String }

    static func isName(_ name: String) -> Bool {
        guard name.hasSuffix("manifest.json") else { return false }
        return name == Manifest.fileName(month: PublicationSet.month(of: name))
    }

    /// - Throws: for what no manifest of that name has.
    init(_ data: Data, name: String) throws(Lie) {
        guard data.count <= FetchedManifest.mostBytes else { throw Lie(what: "Its manifest is far too large.") }
        guard let manifest = try? Manifest(decoding: data) else { throw Lie(what: "Its manifest cannot be read.") }
        guard manifest.fileName == name, manifest.month.map({ StatedTime.month($0) != nil }) ?? true else {
            throw Lie(what: "Its manifest is of another month than its name.")
        }
        do throws(Manifest.NoWindow) {
            _ = try manifest.statedWindow()
        } catch {
            throw Lie(what: "Its manifest is not to be believed: \(error.what).")
        }
        guard !manifest.files.isEmpty, manifest.files.count <= FetchedManifest.mostFiles else {
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
}
