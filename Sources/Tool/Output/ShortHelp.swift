/// What `-h` prints: a line for each argument, where `--help` tells all of it.
enum ShortHelp {
    private static let column = 26

    static func text(_ arguments: [String], width: Int) -> String? {
        guard let program = CommandFacts.ofProgram() else { return nil }
        let (command, names) = program.command(of: arguments)
        let hasCommands = command.subcommands?.contains { $0.commandName != "help" } == true
        let name = names.joined(separator: " ")
        var lines = wrapped(command.abstract ?? "", width), shown = command.arguments ?? []
        shown.removeAll { !$0.shouldDisplay || $0.longNames == ["--help"] }
        let positional = shown.filter { $0.kind == "positional" }, others = shown.filter { $0.kind != "positional" }
        lines += [
            "",
            "Usage: \(([name] + (hasCommands ? ["<command>"] : positional.map(\.label)) + ["[options]"]).joined(separator: " "))",
        ]
        if let commands = command.subcommands, !commands.isEmpty {
            lines += [""] + commands.filter { $0.commandName != "help" }.map { row($0.commandName, $0.abstract, width) }
        }
        if !positional.isEmpty { lines += [""] + positional.map { row($0.label, $0.abstract, width) } }
        var title: String?
        for (index, option) in others.enumerated() {
            if index == 0 || option.sectionTitle != title { lines.append("") }
            if option.sectionTitle != title, let section = option.sectionTitle { lines.append("\(section):") }
            title = option.sectionTitle
            lines.append(row(option.label, option.abstract, width))
        }
        lines += ["", "\(name) --help tells all of it, with examples."]
        return lines.joined(separator: "\n")
    }

    /// The first sentence of what an argument means, in as many lines as it takes.
    private static func row(_ label: String, _ meaning: String?, _ width: Int) -> String {
        // Beside a label there is room for a word or two at least.
        let column = min(column, max(4, width / 3)), room = max(1, width - column)
        var lines = wrapped(sentence(meaning ?? "", room), room)
        let head = "  " + label
        guard head.count < column else {
            return ([head] + lines.map { String(repeating: " ", count: column) + $0 }).joined(separator: "\n")
        }
        lines[0] = head + String(repeating: " ", count: column - head.count) + lines[0]
        return ([lines[0]] + lines.dropFirst().map { String(repeating: " ", count: column) + $0 })
            .joined(separator: "\n")
    }

    /// All of it where it fits one line, else what stands before the first full stop or semicolon.
    private static func sentence(_ meaning: String, _ room: Int) -> String {
        guard meaning.count > room else { return meaning }
        guard let end = meaning.firstMatch(of: /[.;]\s/) else { return meaning }
        return meaning[..<end.range.lowerBound] + "."
    }

    private static func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = [], line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [line]
    }
}
