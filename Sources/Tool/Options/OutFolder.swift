import ArgumentParser

/// The folder that is named with `--out`.
enum OutFolder {
    /// - Throws: for a dash, which stands for standard output where people type it, and would be a folder's name here.
    static func refuse(_ out: String?) throws {
        guard out == "-" else { return }
        throw ValidationError(
            "--out takes a folder, and standard output (-) is none: name a folder, or ./- for one that is called so.")
    }
}
