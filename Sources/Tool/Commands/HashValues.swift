import ArgumentParser
import ExchangeFormats
import Privacy

struct HashValues: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash",
        abstract: "The pseudonym of a value, for support calls.",
        discussion: """
            An address is brought to its one form first, and with --directory to the person's primary address, as an export does it. \
            --exact hashes the value as it stands.

            Examples:
              calfold hash alice@example.com --key-file key.txt
              CALFOLD_KEY="$(cat key.txt)" calfold hash alice@example.com bob@example.com
              calfold hash "EX:/o=Org/ou=First/cn=Recipients/cn=alice" --key-file key.txt \\
                  --directory people.csv
              calfold hash --exact "Sales" --key-file key.txt
            """)

    @Argument(help: ArgumentHelp("What to hash.", valueName: "value"))
    var values: [String]

    @Flag(help: "Hash the bytes of the value, without looking for an address in it.")
    var exact = false

    @OptionGroup var key: KeyOptions
    @OptionGroup var directory: DirectoryOptions

    func run() throws {
        let hash = try key.pseudonymiser()
        let people = People(directory: try directory.load())
        for value in values {
            Console.print(finished: exact ? try hash.exactPseudonym(value) : try pseudonym(value, people, hash))
        }
    }

    private func pseudonym(_ value: String, _ people: People, _ hash: Pseudonymiser) throws -> String {
        // The whole value is looked at too: a pseudonym is no address, and an address in one would hide it.
        if Pseudonymiser.looksHashed(value) { throw Pseudonymiser.ValueError.hashedAlready }
        guard let address = Address(value) else { return try hash.pseudonym(value) }
        return try hash.pseudonym(people.resolved(address).canonical)
    }
}
