import ArgumentParser
import Night
import Tables

extension PartnerProfile: ExpressibleByArgument {}
extension ListStyle: ExpressibleByArgument {}

/// How the partner's tables are written.
struct PartnerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "sftp: for the partner's pick-up, the calendar log named 'meetings'; cli: for its loader, with tabs and the loader's column names.",
            valueName: "sftp|cli"))
    var profile: PartnerProfile?

    @Option(
        help: ArgumentHelp(
            "Lists in a cell: json, or single-quoted as in the partner's samples.", valueName: "json|single-quoted"))
    var listStyle = ListStyle.json

    @Option(help: "Between fields: one character, or tab; ';' when left out, and tab for --profile cli.")
    var delimiter: String?

    @Option(
        help: ArgumentHelp(
            "The day of the rows of employees; the last of --month when left out.", valueName: "YYYY-MM-DD"))
    var rowDate: String?

    @Flag(help: "Employment dates as the first of their month.")
    var roundEmploymentDates = false

    @Option(
        help: ArgumentHelp(
            "Who may see which groups' reports, for the table users: a CSV of email and report_ids.", valueName: "file")
    )
    var users: String?

    var settings: PartnerSettings {
        PartnerSettings(
            profile: profile, listStyle: listStyle, delimiter: delimiter, rowDate: rowDate,
            roundsEmploymentDates: roundEmploymentDates, users: users)
    }
}
