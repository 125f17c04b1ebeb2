import ArgumentParser
import Foundation

/// The store that a command works on.
struct StoreOptions: ParsableArguments {
    /// Where nothing is said of it.
    static var standard: String {
        ProcessInfo.processInfo.environment["CALFOLD_STORE"].flatMap { $0.isEmpty ? nil : $0 } ?? "calfold.db"
    }

    @Option(
        help: ArgumentHelp(
            "The SQLite file that holds the log; CALFOLD_STORE in the environment names another.", valueName: "file"))
    var store = StoreOptions.standard

    /// Whether a command that is to find the same store has to name it.
    var isStated: Bool { store != StoreOptions.standard }
}
