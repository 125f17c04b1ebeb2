import ArgumentParser
import Foundation
import Night
import Primitives
import Publishing
import Tables

struct Publish: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Bring finished tables to an SFTP server or another folder.",
        discussion: """
            Tables arrive under temporary names and are renamed when they are whole; a manifest of each month comes last. What is \
            there already with the same contents is not sent again. The system's own sftp is used, with your ssh configuration, \
            your keys and your known hosts; a server whose key is not known is refused. Tables with identities in clear are refused \
            too, unless --plain says that they are meant.

            Examples:
              calfold publish tables --to calfold@sftp.example.com:/incoming
              calfold publish tables --to sftp://calfold@sftp.example.com:2222/incoming
              calfold publish tables --to partner
            """)

    @Argument(help: ArgumentHelp("The folder with the finished tables.", valueName: "folder"))
    var folder: String

    @Option(
        help: ArgumentHelp(
            "An SFTP server's folder (or sftp://user@host:port/folder), or a folder that is mounted here.",
            valueName: "user@host:/folder|folder"))
    var to: String

    @Flag(help: "Publish clear tables too: to a place inside the organisation.")
    var plain = false

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var report: ReportOptions

    func run() throws {
        let sets = try PublicationSet.all(in: folder, calfold: Program.version)
        guard !sets.isEmpty else { throw Failure(.inputMissing, "There are no tables to publish.", at: folder) }
        if plain {
            Console.note(
                "Tables are published as they are, clear identities among them (--plain): send them to nobody outside.")
        }
        var progress = Progress()
        progress.tell("looking through \(sets.reduce(0) { $0 + $1.manifest.files.count }, "file") for names in clear")
        defer { progress.end() }
        if !plain,
            let reason = try ClearTables.reason(
                in: folder, names: Set(sets.flatMap { $0.manifest.files.map(\.name) }))
        {
            throw Failure(
                .refused, "Nothing was sent: \(reason).", at: folder,
                next:
                    "Export them under a key, without --plain. If they are for somebody inside who may see them, publish with --plain."
            )
        }
        var publication = Publication(to: try target(), attempts: connection.attempts ?? 4)
        publication.progress = { progress.tell($0) }
        let outcomes = publication.run(sets)
        progress.end()
        if report.format == .json {
            try Console.print(json: outcomes)
        } else {
            for (index, outcome) in outcomes.enumerated() {
                Console.print(line(outcome, after: index > 0 ? outcomes[index - 1] : nil))
            }
        }
        // Who is not let in is not let in the next time either.
        if outcomes.contains(where: \.isRefused) { throw ExitStatus.refused.code }
        if outcomes.contains(where: { $0.failure != nil }) { throw ExitStatus.serviceUnavailable.code }
    }

    private func line(_ outcome: Publication.Outcome, after previous: Publication.Outcome?) -> String {
        let name = outcome.month ?? "(no month)"
        let retries = outcome.retries > 0 ? "; \(outcome.retries, "try", "tries") broke" : ""
        if let failure = outcome.failure, failure == previous?.failure {
            return "\(name): not published, for the same reason"
        }
        if let failure = outcome.failure { return "\(name): not published. \(failure)\(retries)" }
        let withdrawn = outcome.withdrawn.isEmpty ? "" : ", \(outcome.withdrawn.count) taken away"
        return
            "\(name): \(outcome.sent.count, "file") sent, \(outcome.unchanged.count) there already\(withdrawn)\(retries)"
    }

    private func target() throws -> any PublicationTarget {
        ConnectionOptions.isAddress(to) ? try connection.server(to) : FolderTarget(to)
    }
}
