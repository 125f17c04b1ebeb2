import EventStore
import Foundation

/// A copy of the store and a folder for tables, so that a dry run does everything and leaves nothing.
struct DryRunFolder {
    var settings: NightSettings
    private let folder: String

    init(_ settings: NightSettings) throws {
        // A name that nobody can guess: what lies there is all that the store knows.
        folder = FileManager.default.temporaryDirectory.path + "/calfold-dry-run-\(UUID().uuidString)"
        self.settings = settings
        self.settings.store = folder + "/calfold.db"
        self.settings.out = folder + "/tables"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(.cannotWrite, "The store cannot be copied for a dry run.", at: folder, next: "Make room there, or set TMPDIR.")
        }
        do {
            // Copied as of one moment, whoever writes to the store meanwhile.
            if FileManager.default.fileExists(atPath: settings.store) { try EventLog(path: settings.store, access: .readOnly).copy(to: self.settings.store) }
        } catch StoreError.full {
            remove()
            throw Failure(.cannotWrite, "There is no room for a copy of the store, which a dry run works on.", at: folder, next: "Make room there, or set TMPDIR.")
        } catch {
            remove()
            throw error
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
