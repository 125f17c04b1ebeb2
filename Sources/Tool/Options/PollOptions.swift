import ArgumentParser
import Night

/// What a poll is told on the command line.
struct PollOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The directory's id, or a domain of it.", valueName: "id"))
    var tenant: String?

    @Option(help: ArgumentHelp("The application's id.", valueName: "id"))
    var clientId: String?

    @Option(
        help: ArgumentHelp(
            "The file with the application's secret; the variable CALFOLD_CLIENT_SECRET may hold it instead.",
            valueName: "file"))
    var clientSecretFile: String?

    @Option(help: ArgumentHelp("The application's certificate instead of a secret: PEM or DER.", valueName: "file"))
    var certificate: String?

    @Option(help: ArgumentHelp("The certificate's private key, without a passphrase.", valueName: "file"))
    var privateKey: String?

    @Option(
        help: ArgumentHelp(
            "The folder that pages are put in, below message-trace/; inbox when left out.", valueName: "folder"))
    var inbox: String?

    @Option(
        help: ArgumentHelp(
            "Where it is noted what has been read; .poll.json in the inbox when left out.", valueName: "file"))
    var state: String?

    @Option(
        help: ArgumentHelp(
            "How far back the first poll goes, at most 90d; 1h when left out. More of it later fetches what lies before.",
            valueName: "time"))
    var initialInterval: String?

    @Option(
        help: ArgumentHelp(
            "How far before the end of the last poll rows are read again, for late ones and new states; 24h when left out.",
            valueName: "time"))
    var lookBack: String?

    @Option(help: ArgumentHelp("Rows on a page, at most 5000, which is also used when left out.", valueName: "number"))
    var batchSize: Int?

    @Option(
        help: ArgumentHelp("The last instant to read; five minutes before now when left out.", valueName: "instant"))
    var until: String?

    @Option(
        help: ArgumentHelp("Where tokens are from; https://login.microsoftonline.com when left out.", valueName: "url"))
    var tokenUrl: String?

    @Option(
        help: ArgumentHelp("Where Microsoft Graph is; https://graph.microsoft.com when left out.", valueName: "url"))
    var graphUrl: String?

    @Flag(help: "From the reporting web service, for those who still have it.")
    var legacy = false

    @Option(
        help: ArgumentHelp(
            "With --legacy: where that service is; https://reports.office365.com when left out.", valueName: "url"))
    var reportingUrl: String?

    var settings: PollArguments {
        PollArguments(
            tenant: tenant, clientID: clientId, clientSecretFile: clientSecretFile, certificate: certificate,
            privateKey: privateKey, inbox: inbox, state: state, initialInterval: initialInterval, lookBack: lookBack,
            batchSize: batchSize, until: until, tokenURL: tokenUrl, graphURL: graphUrl, isLegacy: legacy,
            reportingURL: reportingUrl)
    }
}
