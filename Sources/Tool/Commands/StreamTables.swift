import ArgumentParser
import ExchangeFormats
import Foundation
import Night
import Stream
import Tables

struct StreamTables: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tables",
        abstract: "Fold sorted lines of entries into lines of tables.",
        discussion: """
            Reads lines of 'calfold stream entries', sorted by their bytes, from standard input, folds the rows of each key, and \
            writes lines of table, month, order and row, parted by tabs: sorted by table, month and order, their rows are those of \
            'calfold export'. First come the tables' head lines, behind #head; the last line is a trailer. One key is held at a time.

            Tables: meetings, participants, emails, interactions, calendar_log.

            Examples:
              LC_ALL=C sort entries.txt | calfold stream tables meetings --plain --month 2024-02
              LC_ALL=C sort entries.txt | calfold stream tables meetings emails \\
                  --from 2024-01-01 --to 2024-07-01 --learned pairs.txt --key-file key.txt
            """)

    @Argument(
        help: ArgumentHelp("meetings, participants, emails, interactions, calendar_log", valueName: "table"))
    var tables: [ExportRun.Table]

    @Option(help: ArgumentHelp("A whole month; repeatable.", valueName: "YYYY-MM"))
    var month: [String] = []

    @Option(help: ArgumentHelp("First date or instant of the window.", valueName: "date"))
    var from: String?

    @Option(help: ArgumentHelp("First date or instant after the window.", valueName: "date"))
    var to: String?

    @Option(help: ArgumentHelp("The zone in which the window's dates are read; UTC when left out.", valueName: "zone"))
    var windowTimeZone: String?

    @Option(
        help:
            "final: as the newest entry leaves each occurrence; as-held: as it stood when it began."
    )
    var view = OccurrenceSource.View.final

    @Option(
        help: ArgumentHelp(
            "Only entries that Exchange logged at or before this instant: what the calendar said then.",
            valueName: "instant"))
    var asOf: String?

    @Flag(help: "List cancelled occurrences too.")
    var includeCancelled = false

    @Option(
        help: ArgumentHelp(
            "The lines of kind person of all entries: which address a legacy DN stands for.", valueName: "file"))
    var learned: String?

    @Flag(
        help:
            "End each line in the key that it comes of, in clear as the entries have it: for whoever joins rows with entries, and not to be handed on."
    )
    var withKeys = false

    @Option(
        help: ArgumentHelp(
            "sftp: the calendar log named 'meetings'; cli: for the partner's loader, with tabs and its column names.",
            valueName: "sftp|cli"))
    var profile: PartnerProfile?

    @Option(help: "Between fields: one character, or tab; ';' when left out, and tab for --profile cli.")
    var delimiter: String?

    @OptionGroup(title: "People and privacy") var privacy: PrivacyOptions
    @OptionGroup(title: "E-mail") var mail: MailOptions

    func validate() throws {
        guard !tables.isEmpty else { throw ValidationError("Name the tables to write.") }
        guard month.isEmpty || (from == nil && to == nil) else {
            throw ValidationError("--month goes without --from and --to: give one or the other.")
        }
    }

    func run() throws {
        let export = ExportSettings(
            tables: tables, includesCancelled: includeCancelled,
            window: WindowSettings(from: from, to: to, zoneName: windowTimeZone),
            view: ViewSettings(view: view, asOf: asOf), privacy: privacy.settings, mail: mail.settings,
            partner: PartnerSettings(profile: profile, delimiter: delimiter))
        let settings = try TableStreamSettings(
            export: export, months: month, learned: learned, namesKeys: withKeys
        ).prepared(Console.tell)
        var stream = TableStream(settings, StreamOutput(StreamFilters.write))
        try stream.run(STDIN_FILENO)
    }
}
