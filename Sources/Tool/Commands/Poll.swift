import ArgumentParser
import Foundation
import Night
import Polling

struct Poll: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fetch message traces that are new from Microsoft Graph into the inbox.",
        discussion: """
            Pages are put into the inbox as they were received, each before it is noted as read: a poll that is cut off loses \
            nothing, and repeats cost nothing when they are taken in. Rows of the last day are read again, as they come late and \
            change. Secrets are read from files or from the environment, never from the command line. docs/polling.md tells what \
            an administrator has to grant.

            Examples:
              calfold poll --tenant contoso.com --client-id ID --client-secret-file s.txt
              calfold poll --config calfold.yaml --initial-interval 90d
              calfold poll --config calfold.yaml --dry-run
              calfold poll --config calfold.yaml --every 1h     (as a service)
            """)

    @Option(
        help: ArgumentHelp(
            "The configuration file, whose section 'poll' holds the options that are left out.", valueName: "file"))
    var config: String?

    @OptionGroup var poll: PollOptions

    @Option(
        help: ArgumentHelp("Poll again and again, so long after the beginning of the last poll.", valueName: "time"))
    var every: String?

    @Flag(help: "Sign in, ask for one row and say what would be read; nothing is written.")
    var dryRun = false

    @OptionGroup var report: ReportOptions

    func run() throws {
        let (settings, configuredEvery) = try settings()
        guard let every = every ?? configuredEvery, !dryRun else { return try once(settings) }
        let seconds = try TimeLength.seconds(every, option: "--every")
        guard seconds >= 60 else {
            throw Failure(
                .usage, "--every \(every) is too short.",
                next: "Rows are shown minutes after they happen: 1m is the least, 1h is usual.")
        }
        var progress = Progress()
        try PollService(
            seconds: Double(seconds), settings: { try self.settings().poll }, tell: tell,
            note: { Console.note("calfold: \($0)") },
            progress: { text in if let text { progress.tell(text) } else { progress.end() } }
        ).run()
    }

    /// What a poll is told, and how often it is made by the configuration.
    private func settings() throws -> (poll: PollSettings, every: String?) {
        let environment = ProcessInfo.processInfo.environment
        var arguments = poll.settings
        var inbox = "inbox"
        var every: String?
        if let config {
            let configuration = try ConfigurationFile.load(config, environment: environment)
            let section = try PollSection(configuration)
            arguments = arguments.over(section.arguments)
            inbox = configuration.text(.inbox) ?? inbox
            every = configuration.text(.pollEvery)
        }
        var settings = try arguments.settings(inbox: inbox, environment: environment)
        settings.isDryRun = dryRun
        return (settings, every)
    }

    private func once(_ settings: PollSettings) throws {
        let (outcome, failure) = try polled(settings)
        try tell(outcome)
        if let failure { throw failure }
        let status = PollRun.status(of: outcome)
        if status != .done { throw status.code }
    }

    /// Polls with a line on the terminal that says how far it is.
    private func polled(_ settings: PollSettings) throws -> (report: PollReport, failure: Failure?) {
        var progress = Progress()
        defer { progress.end() }
        return try PollRun(settings: settings).run { text in progress.tell(text) }
    }

    private func tell(_ outcome: PollReport) throws {
        if report.format == .json { try Console.print(json: outcome) } else { Console.print(outcome.text) }
    }
}
