import ArgumentParser
import Foundation
import Night

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a configuration for the night's run, an inbox, a key, and a README for the next person.",
        discussion: """
            The configuration explains every key. Nothing that is there already is changed.

            Examples:
              calfold init night
            """)

    @Argument(help: ArgumentHelp("The folder; it is made where there is none.", valueName: "folder"))
    var folder: String

    func run() throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: folder + "/calfold.yaml") else {
            throw Failure(
                .refused, "There is a configuration already.", at: folder + "/calfold.yaml",
                next: "Change that file, or name another folder.")
        }
        var isFolder: ObjCBool = false
        guard !files.fileExists(atPath: folder, isDirectory: &isFolder) || isFolder.boolValue else {
            throw Failure(
                .cannotWrite, "There is a file where the folder shall be.", at: folder, next: "Name another folder.")
        }
        do {
            // The log and the exports hold what people wrote: nobody else on this machine is to read them.
            for name in ["", "/inbox", "/tables"] where !files.fileExists(atPath: folder + name) {
                try files.createDirectory(
                    atPath: folder + name, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
            }
            try write(StarterTexts.configuration, to: "calfold.yaml", mode: 0o640)
            try write(StarterTexts.readMe, to: "README.md", mode: 0o640)
            try write(Init.newKey(), to: "key.txt", mode: 0o600)
        } catch {
            throw Failure(
                .cannotWrite, "The files of a new configuration cannot be written.", at: folder,
                next: "Make the folder above it, and see that this account may write there and that there is room.")
        }
        Console.print(
            """
            \(folder)/calfold.yaml  the configuration: set accepted-domain, and publish when you know where to
            \(folder)/key.txt       a new secret for pseudonyms: keep a copy, or put the agreed one in its place
            \(folder)/inbox         put the exports here
            \(folder)/README.md     what the next person needs to know

            Next: calfold nightly --config \(folder)/calfold.yaml --dry-run
            """)
    }

    /// Leaves what stands there.
    private func write(_ text: String, to name: String, mode: Int) throws {
        let path = folder + "/" + name
        guard !FileManager.default.fileExists(atPath: path) else { return }
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        else {
            throw CocoaError(.fileWriteUnknown)
        }
    }

    /// 32 random bytes as text.
    private static func newKey() -> String {
        var random = SystemRandomNumberGenerator()
        return Data((0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }).base64EncodedString() + "\n"
    }
}
