import ArgumentParser
import ExchangeFormats
import Privacy

struct HashValues: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash",
        abstract: "The pseudonym of a value, for support calls.",
        discussion: """
            An address is brought to its one form first, as an export does it.

            Examples:
              calfold hash alice@example.com --key-file key.txt
            """)

    @Argument(help: ArgumentHelp("What to hash.", valueName: "value"))
    var values: [String]

    @Option(help: ArgumentHelp("File with the secret; CALFOLD_KEY in the environment when left out.", valueName: "file"))
    var keyFile: String?

    func run() throws {
        var options = PrivacyOptions()
        options.keyFile = keyFile
        let hash = try options.pseudonymiser()
        for value in values {
            if Pseudonymiser.looksHashed(value) { throw Pseudonymiser.Trouble.hashedAlready }
            Console.print(try hash.pseudonym(Address(value)?.canonical ?? value))
        }
    }
}
