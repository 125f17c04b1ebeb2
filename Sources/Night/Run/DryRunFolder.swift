import EventStore
import Foundation
import Publishing

/// A copy of the store and a folder for tables, so that a dry run does everything and leaves nothing: what a killed one
/// leaves goes when any other run begins.
package struct DryRunFolder {
    package var settings: NightSettings
    private let folder: ScratchFolder

    package init(_ settings: NightSettings) throws {
        do {
            folder = try ScratchFolder()
        } catch {
            throw Failure(
                .cannotWrite, "The store cannot be copied for a dry run: \(error.what).",
                next: "Make room there, or set TMPDIR.")
        }
        self.settings = settings
        self.settings.store = folder.path + "/calfold.db"
        self.settings.out = folder.path + "/tables"
        do {
            // Copied as of one moment, whoever writes to the store meanwhile.
            if FileManager.default.fileExists(atPath: settings.store) {
                try EventLog(path: settings.store, access: .readOnly).copy(to: self.settings.store)
            }
        } catch StoreError.full {
            throw Failure(
                .cannotWrite, "There is no room for a copy of the store, which a dry run works on.", at: folder.path,
                next: "Make room there, or set TMPDIR.")
        }
    }
}
