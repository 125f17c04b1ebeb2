import ArgumentParser
import Night

/// What a push is told on the command line.
struct PushOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The address of the partner's service.", valueName: "url"))
    var to: String?

    @Option(
        help: ArgumentHelp(
            "The file with the connector's token; the variable CALFOLD_PARTNER_TOKEN may hold it instead.",
            valueName: "file"))
    var tokenFile: String?

    @Option(
        help: ArgumentHelp("Interactions a call, at most 20000, which is also used when left out.", valueName: "number")
    )
    var batch: Int?

    @Option(
        help: ArgumentHelp(
            "Under which name a person's pseudonym is sent; repeatable. Email when left out; EmployeeId may stand beside it.",
            valueName: "name"))
    var idName: [String] = []

    @Option(help: ArgumentHelp("Days after its end until a month may be pushed; 7 when left out.", valueName: "number"))
    var lagDays: Int?

    @Option(help: ArgumentHelp("Without --month: the first month that is pushed.", valueName: "YYYY-MM"))
    var since: String?

    var words: PushArguments {
        PushArguments(to: to, tokenFile: tokenFile, batch: batch, idNames: idName, lagDays: lagDays, since: since)
    }
}
