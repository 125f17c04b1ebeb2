import ArgumentParser
import Foundation
import Night
import Publishing

struct Fetch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetch finished tables from an SFTP server or another folder: the other end of publish.",
        discussion: """
            A month is taken when its manifest stands and every table is what the manifest says and in the form of a table; then it \
            appears whole. A month without a manifest is being renewed, and left as it is. What is here with the same contents is \
            not fetched again. Tables with identities in clear are refused. With --config the section 'fetch' says what is left out. docs/partner.md tells the whole way.

            Examples:
              calfold fetch calfold@sftp.example.com:/incoming --out fetched
              calfold fetch partner --out fetched
            """)

    @Argument(
        help: ArgumentHelp(
            "An SFTP server's folder, or a folder that is mounted here.", valueName: "user@host:/folder|folder"))
    var source: String?

    @Option(help: ArgumentHelp("The folder for the tables.", valueName: "folder"))
    var out: String?

    @Option(
        help: ArgumentHelp(
            "The configuration file, whose section 'fetch' holds what is left out.", valueName: "file"))
    var config: String?

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var report: ReportOptions

    func validate() throws { try OutFolder.refuse(out) }

    func run() throws {
        var place = source, out = out, connection = connection
        if let config {
            let configuration = try ConfigurationFile.load(config, environment: ProcessInfo.processInfo.environment)
            try ConfigurationFile.refuse(
                configuration.faults
                    + configuration.faultsOfFiles { $0.rawValue.hasPrefix(ConfigurationKey.fetchPrefix) },
                of: configuration.file)
            let folder = URL(filePath: configuration.file).deletingLastPathComponent().path
            place =
                place
                ?? configuration.text(.fetchFrom).map {
                    ConnectionOptions.isAddress($0) ? $0 : Configuration.absolute($0, in: folder)
                }
            out = out ?? configuration.text(.fetchOut)
            connection = connection.over(configuration)
        }
        guard let place else {
            throw Failure(
                .usage, "Where is to be fetched from?",
                next: "Name a server's folder, user@host:/folder, or a folder; in a configuration it is fetch: from.")
        }
        guard let out else { throw Failure(.usage, "Where are the tables to go?", next: "Name a folder with --out.") }
        guard (connection.attempts ?? 1) > 0 else { throw Failure(.usage, "--attempts is at least 1.") }
        let source: any PublicationSource =
            try ConnectionOptions.isAddress(place) ? connection.server(place) : FolderTarget(place)
        LastWords.prepare()
        var progress = Progress()
        var run = FetchRun(from: source, to: out, attempts: connection.attempts ?? 4)
        run.progress = { progress.tell($0) }
        let (found, failure) = try run.run()
        progress.end()
        if report.format == .json {
            try Console.print(json: found)
        } else if !found.text.isEmpty {
            Console.print(found.text)
        }
        if let failure { throw failure }
        if found.status != .done { throw found.status.code }
    }
}
