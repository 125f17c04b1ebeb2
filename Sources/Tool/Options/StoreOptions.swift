import ArgumentParser

/// The store that a command works on.
struct StoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The SQLite file that holds the log.", valueName: "file"))
    var store = "calfold.db"
}
