import ArgumentParser
import Intake
import Night

/// How files are to be read, where looking at them does not tell.
struct ReadingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Whose log the files are, when neither a column nor the file's name says so.", valueName: "address"))
    var mailbox: String?

    @Option(
        help: ArgumentHelp(
            "Encoding of files without a byte order mark: utf-8, utf-16le, utf-16be, windows-1250 to windows-1258, windows-874.",
            valueName: "name"))
    var encoding: String?

    @Option(
        help: ArgumentHelp(
            "How dates are written that are not ISO, such as en-US, en-GB, de-DE or pl-PL.", valueName: "culture"))
    var culture: String?

    @Option(
        help: ArgumentHelp(
            "The pattern of dates of any other culture, as .NET writes it: 'd/M/yyyy H:mm:ss', 'MM/dd/yyyy h:mm:ss tt', 'dd-MMM-yyyy HH:mm'.",
            valueName: "pattern"))
    var dateFormat: String?

    @Option(help: ArgumentHelp("The zone of dates that state none; UTC when left out.", valueName: "zone"))
    var timeZone: String?

    @Option(
        help: ArgumentHelp(
            "The zone of log times, where it is another: Local Log Time is the exporting computer's. As --time-zone when left out.",
            valueName: "zone"))
    var logTimeZone: String?

    @Option(
        help: ArgumentHelp(
            "The organisation's domain, of mailboxes that the support script's files name without one; repeatable, of several none is guessed.",
            valueName: "domain"))
    var acceptedDomain: [String] = []

    @OptionGroup var directory: DirectoryOptions

    func options() throws -> CalendarReaderOptions { try settings.options(Console.tell) }

    var settings: ReadingSettings {
        ReadingSettings(
            mailbox: mailbox, encoding: encoding, culture: culture, dateFormat: dateFormat, timeZone: timeZone,
            logTimeZone: logTimeZone, acceptedDomains: acceptedDomain, directory: directory.settings)
    }
}
