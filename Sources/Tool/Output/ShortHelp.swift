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

    /// One line, however narrow the terminal is.
    private static func row(_ label: String, _ meaning: String?, _ width: Int) -> String {
        var line = "  " + label
        line += String(repeating: " ", count: max(1, column - line.count)) + (meaning ?? "")
        return line.count <= width ? line : line.prefix(max(1, width - 1)) + "…"
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
