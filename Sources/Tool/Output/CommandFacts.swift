import ArgumentParser
import Foundation

/// What the parser of arguments knows of a command, for a short help and for the name that was meant.
struct CommandFacts: Decodable {
    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }
        var kind: String
        var names: [Name]?
        var valueName: String?
        var abstract: String?
        var allValues: [String]?
        var defaultValue: String?
        var sectionTitle: String?
        var shouldDisplay: Bool
        /// Whether it may be given more than once.
        var isRepeating: Bool

        var longNames: [String] { (names ?? []).filter { $0.kind == "long" }.map { "--" + $0.name } }

        /// As it is typed: `--store <file>`, `<path>`.
        var label: String {
            let value = "<\(valueName ?? "value")>"
            guard let name = longNames.first else { return value }
            return kind == "option" ? "\(name) \(value)" : name
        }
    }

    var commandName: String
    var abstract: String?
    var arguments: [Argument]?
    var subcommands: [CommandFacts]?

    var options: [String] { (arguments ?? []).flatMap(\.longNames) + ["--help"] }

    /// Of the whole program; nil where the parser does not tell.
    static func ofProgram() -> CommandFacts? {
        struct Dump: Decodable { var command: CommandFacts }
        do {
            _ = try Calfold.parseAsRoot(["--experimental-dump-help"])
            return nil
        } catch {
            return try? JSONDecoder().decode(Dump.self, from: Data(Calfold.fullMessage(for: error).utf8)).command
        }
    }

    /// The command that arguments are for, the program itself where they name none, and the names that lead to it.
    func command(of arguments: [String]) -> (facts: CommandFacts, names: [String]) {
        var found = self, names = [commandName]
        for name in arguments where !name.hasPrefix("-") {
            guard let next = found.subcommands?.first(where: { $0.commandName == name }) else { break }
            found = next
            names.append(name)
        }
        return (found, names)
    }
}
