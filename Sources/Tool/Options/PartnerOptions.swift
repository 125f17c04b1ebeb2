import ArgumentParser
import ExchangeFormats
import Privacy
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

    func rowDay() throws -> CivilDate? {
        guard let rowDate else { return nil }
        guard let day = StatedTime.date(rowDate) else {
            throw Failure(.usage, "--row-date \(rowDate) is not a date.", next: StatedTime.dateForm)
        }
        return day
    }

    func delimiterByte() throws -> UInt8 {
        guard let delimiter else { return profile == .cli ? 0x09 : UInt8(ascii: ";") }
        if delimiter == "tab" || delimiter == "\\t" { return 0x09 }
        guard let byte = delimiter.utf8.first, delimiter.utf8.count == 1, byte != 0x22, byte >= 0x20 || byte == 0x09
        else {
            throw Failure(.usage, "--delimiter takes one character, or tab.")
        }
        return byte
    }
}
