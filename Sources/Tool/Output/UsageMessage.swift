import ArgumentParser
import Night
import Primitives

/// What is said where arguments are not understood: the parser's words, and the name that was meant.
enum UsageMessage {
    /// - Parameter message: the parser's.
    static func mended(_ message: String, _ arguments: [String]) -> String {
        guard let facts = CommandFacts.ofProgram() else { return message }
        if let sentence = sentence(message, arguments, facts) {
            // Usage and where to look stay as the parser has them.
            let usage = message.range(of: "\nUsage:").map { message[$0.lowerBound...] } ?? ""
            return "Error: \(sentence)\(usage)"
        }
        return withNearestValue(message)
    }

    /// Whether the command that was typed shows identities in clear with `--plain`. A push has the option to refuse it.
    static var offersPlain: Bool {
        let command = CommandFacts.ofProgram()?.command(of: Array(CommandLine.arguments.dropFirst())).facts
        return command?.options.contains("--plain") == true && command?.commandName != Push._commandName
    }

    /// - Throws: a `Failure` where help is asked of a command that is not there: the parser would tell the program's.
    static func refuseHelpOfNothing(_ arguments: [String]) throws {
        guard arguments.first == "help", var found = CommandFacts.ofProgram() else { return }
        for name in arguments.dropFirst() where !name.hasPrefix("-") {
            let commands = found.subcommands ?? []
            guard let next = commands.first(where: { $0.commandName == name }) else {
                let near = NearestWord.to(name, among: commands.map(\.commandName))
                throw Failure(
                    .usage, "There is no command '\(name)'.\(near.map { " Did you mean '\($0)'?" } ?? "")",
                    next: "'calfold --help' lists the commands.")
            }
            found = next
        }
    }

    /// - Throws: a `Failure` for bytes that are not UTF-8: signs in their place would name another file or person.
    static func refuseWhatIsNoText(
        _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<Int8>?>, _ count: Int32
    ) throws {
        for index in 0..<Int(count) {
            guard let argument = arguments[index], String(validatingCString: argument) == nil else { continue }
            throw Failure(
                .usage, "What is given as '\(TerminalText.line(String(cString: argument)))' is not UTF-8.",
                next: "Write it in a terminal that is set to UTF-8; a file with such a name has to be renamed.")
        }
    }

    /// What says which part of the log is meant.
    private static let saidOnce = ["--month", "--from", "--to", "--as-of", "--known-at"]

    /// - Throws: a `Failure` where two months or moments are named: the parser would take the last of them.
    static func refuseTwice(_ arguments: [String]) throws {
        let names = arguments.prefix { $0 != "--" }.map { String($0.prefix { $0 != "=" }) }
        for name in saidOnce where names.count(where: { $0 == name }) > 1 {
            // The tables of a stream take several months.
            let command = CommandFacts.ofProgram()?.command(of: arguments).facts
            let option = command?.arguments?.first { $0.longNames.contains(name) }
            if option?.isRepeating == true { continue }
            throw Failure(.usage, "\(name) is given twice, and takes one value.")
        }
    }

    /// What other servers call it.
    private static let elsewhere = ["--port": "--listen", "--host": "--listen", "--bind": "--listen"]

    private static func sentence(_ message: String, _ arguments: [String], _ program: CommandFacts) -> String? {
        let commands = program.subcommands ?? []
        if let first = arguments.first, !first.hasPrefix("-"), !commands.contains(where: { $0.commandName == first }) {
            let near = NearestWord.to(first, among: commands.map(\.commandName))
            return "There is no command '\(first)'.\(near.map { " Did you mean '\($0)'?" } ?? "")"
        }
        // A value after a name that is not known is taken for something else: the name is what is wrong.
        let known = program.command(of: arguments).facts.options
        for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
            let name = String(argument.prefix { $0 != "=" })
            guard !known.contains(name), !name.hasPrefix("--experimental"), !name.hasPrefix("--generate") else {
                continue
            }
            let near = NearestWord.to(name, among: known) ?? elsewhere[name].flatMap { known.contains($0) ? $0 : nil }
            return "Unknown option '\(name)'.\(near.map { " Did you mean '\($0)'?" } ?? "")"
        }
        return nil
    }

    /// After the parser's list of the values that there are.
    private static func withNearestValue(_ message: String) -> String {
        guard
            let found = message.firstMatch(
                of: /The value '([^']*)' is invalid for '[^']*'\. Please provide (one of|either)/)
        else { return message }
        let rest = message[found.range.upperBound...],
            list = rest.prefix(
                upTo: rest.range(of: "\nHelp:")?.lowerBound ?? rest.range(of: "\nUsage:")?.lowerBound ?? rest.endIndex)
        let words = list.matches(of: /'([^']+)'|- ([A-Za-z_-]+)/).compactMap { $0.output.1 ?? $0.output.2 }.map(
            String.init)
        guard let near = NearestWord.to(String(found.output.1), among: words) else { return message }
        return message[..<list.endIndex] + (list.hasSuffix("\n") ? "" : list.contains("\n") ? "\n" : " ")
            + "Did you mean '\(near)'?"
            + message[list.endIndex...]
    }
}
