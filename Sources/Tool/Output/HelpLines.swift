/// Puts right what the parser of arguments does to a help text on a narrow terminal: it breaks examples where the line
/// ends, so that they cannot be typed from the screen, and usages not at all.
enum HelpLines {
    /// - Parameter text: the parser's, wrapped to the same width.
    static func mended(_ text: String, width: Int) -> String {
        guard !text.hasPrefix("{") else { return text }
        var lines: [String] = []
        // Whether what stands here are examples: they are indented, and their rest after a break is not.
        var isExample = false
        var current: String?
        func finish() {
            if let line = current { lines += broken(line, width) }
            current = nil
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line == "Examples:" {
                finish()
                isExample = true
                lines.append(line)
            } else if line.isEmpty {
                finish()
                isExample = false
                lines.append(line)
            } else if let before = current, before.hasSuffix(" ") {
                // It was broken before what is said beside the example.
                current = before + " " + line
            } else if line.hasPrefix(" calfold ") {
                // A word that was longer than the line took its line's end and a space of the next one along.
                finish()
                if lines.last == "" { lines.removeLast() }
                (isExample, current) = (true, " " + line)
            } else if line.hasPrefix("  calfold ") || (isExample && line.hasPrefix("  ")) {
                finish()
                isExample = true
                current = line
            } else if isExample {
                current = (current ?? "") + " " + line
            } else if line.uppercased().hasPrefix("USAGE: ") {
                lines += wrapped(line, width)
            } else {
                lines.append(line)
            }
        }
        finish()
        return lines.joined(separator: "\n")
    }

    /// An example in lines that a shell takes for one; what is said beside it goes below it.
    private static func broken(_ line: String, _ width: Int) -> [String] {
        guard line.count > width else { return [line] }
        let indent = String(line.prefix { $0 == " " })
        let body = line.dropFirst(indent.count)
        if let gap = body.firstRange(of: "   ") {
            let words = body[gap.upperBound...].drop { $0 == " " }
            return broken(indent + body[..<gap.lowerBound], width)
                + wrapped(indent + "    " + words, width, indent: indent + "    ")
        }
        // The last word of a line that goes on already is its mark.
        let goesOn = body.hasSuffix(" \\")
        var lines: [String] = [], part = indent
        for word in words(of: goesOn ? body.dropLast(2) : body) {
            let next = part.allSatisfy { $0 == " " } ? part + word : part + " " + word
            if next.count + 2 > width, !part.allSatisfy({ $0 == " " }) {
                lines.append(part + " \\")
                part = (indent.count < 6 ? indent + "    " : indent) + word
            } else {
                part = next
            }
        }
        return lines + [goesOn ? part + " \\" : part]
    }

    /// What stands between spaces; an option and its value stay together, and so does what is quoted.
    private static func words(of text: Substring) -> [String] {
        var words: [String] = []
        var isQuoted = false
        for piece in text.split(separator: " ") {
            let isValue =
                words.last?.hasPrefix("--") == true && words.last?.contains(" ") == false && !piece.hasPrefix("-")
            if isQuoted || isValue, let last = words.popLast() {
                words.append(last + " " + piece)
            } else {
                words.append(String(piece))
            }
            if piece.count(where: { $0 == "\"" }) % 2 == 1 { isQuoted.toggle() }
        }
        return words
    }

    private static func wrapped(_ line: String, _ width: Int, indent: String = "       ") -> [String] {
        guard line.count > width else { return [line] }
        var lines: [String] = [], part = ""
        // A bracket of a usage stays whole.
        let pieces = line.hasPrefix(" ") ? line.split(separator: " ").map(String.init) : brackets(of: line)
        for piece in pieces {
            let next = part.isEmpty ? (line.hasPrefix(" ") && lines.isEmpty ? indent : "") + piece : part + " " + piece
            if next.count > width, !part.isEmpty {
                lines.append(part)
                part = indent + piece
            } else {
                part = next
            }
        }
        return lines + [part]
    }

    private static func brackets(of line: String) -> [String] {
        var pieces: [String] = []
        var depth = 0
        for word in line.split(separator: " ") {
            if depth > 0, let last = pieces.popLast() {
                pieces.append(last + " " + word)
            } else {
                pieces.append(String(word))
            }
            depth += word.count { $0 == "[" } - word.count { $0 == "]" }
        }
        return pieces
    }
}
