import Foundation
import Simulation

/// Simulated organisations as exports.
enum Simulated {
    /// Writes the logs of an organisation that does everything that organisations do.
    static func write(seed: UInt64, to folder: String) throws {
        var options = OrganisationOptions()
        options.people = 12
        options.meetings = 40
        options.hasExtraColumns = true
        options.behaviours = .everything
        options.behaviours.formUnion(.settledLater)
        let organisation = Organisation(seed: seed, options: options)
        var dialect = ExportDialect()
        dialect.hasExtraColumns = true
        for file in Organisation.files(of: organisation.shuffledRows(seed: seed), dialect: dialect) {
            let target = URL(filePath: folder).appending(path: file.name)
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.bytes).write(to: target)
        }
    }
}
