import ArgumentParser
import ExchangeFormats
import Foundation
import Night

struct Nightly: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take in what is new, fold it, write the months it touches, check and publish them.",
        discussion: """
            Everything it needs stands in one configuration file; 'calfold init' writes one. It can be run again after any \
            failure: what is done is not done twice, and what is not is done then. A second run beside the first ends with 75.

            Examples:
              calfold nightly --config calfold.yaml
              calfold nightly --config calfold.yaml --dry-run
              calfold nightly --config calfold.yaml --print-config
              calfold nightly --config calfold.yaml --quiet     (for cron)
            """)

    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config = "calfold.yaml"

    @Flag(help: "Show what would be used, and where each value is from.")
    var printConfig = false

    @Flag(help: "Do everything but write: on a copy of the store, without publishing.")
    var dryRun = false

    @Flag(
        help:
            "Go on although people get other pseudonyms than in the last tables: after a change of key, domains or directory that is meant."
    )
    var acceptNewKey = false

    @Option(help: ArgumentHelp("The day to take for today: months are counted from it.", valueName: "YYYY-MM-DD"))
    var today: String?

    @Flag(help: "Print nothing after a night that is done; the report is kept all the same ('calfold status --runs').")
    var quiet = false

    @OptionGroup var report: ReportOptions

    func run() throws {
        let configuration = try ConfigurationFile.load(config, environment: ProcessInfo.processInfo.environment)
        // What is wrong is easier to see beside what would be used.
        if printConfig { Console.print(configuration.listing) }
        let settings = try NightSettings(configuration)
        if printConfig { return }
        var progress = Progress()
        let outcome = try NightlyRun(
            settings: settings, today: try day(), isDryRun: dryRun, acceptsNewKey: acceptNewKey,
            progress: { text in if let text { progress.tell(text) } else { progress.end() } }
        ).run()
        if quiet, outcome.status == 0 { return }
        if report.format == .json { try Console.print(json: outcome) } else { Console.print(outcome.text) }
        if let failure = outcome.failure { Console.note("calfold: \(failure)") }
        if let status = ExitStatus(rawValue: outcome.status), status != .done { throw status.code }
    }

    private func day() throws -> CivilDate {
        let ticks =
            try today.map { try Moment.instant($0, option: "--today").ticks } ?? Clock.milliseconds
            * Instant.ticksPerMillisecond
        return WallTime(ticks: ticks).date
    }
}
