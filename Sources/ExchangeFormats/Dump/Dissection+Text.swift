extension Dissection {
    /// The fields as an annotated tree: offset, length, name, value, and what they mean. Offsets and lengths are
    /// decimal, in bytes.
    public var text: String {
        var lines = [Line(offset: 0, length: length, depth: 0, name: property.kind.rawValue, value: "")]
        var open: [Substring] = []
        let meanings = FieldMeaning(property)
        for (index, field) in fields.enumerated() {
            let path = field.path.split(separator: ".")
            var common = zip(open, path.dropLast()).prefix { $0 == $1 }.count
            open.removeLast(open.count - common)
            while common < path.count - 1 {
                open.append(path[common])
                common += 1
                let group = open.joined(separator: ".")
                let inside = fields[index...].prefix { $0.path.hasPrefix(group + ".") }
                lines.append(
                    Line(
                        offset: field.offset, length: inside.reduce(0) { $0 + $1.length }, depth: open.count,
                        name: String(open[common - 1]), value: ""))
            }
            lines.append(
                Line(
                    offset: field.offset, length: field.length, depth: path.count, name: String(path[path.count - 1]),
                    value: meanings.value(of: field)))
        }
        var text = Line.render(lines)
        if case .globalObjectID(let id) = property {
            text += "\ncleaned  \(BinaryText.hex(id.cleaned.encoded()))\nuid      \(JSONValue.quoted(id.uid))\n"
        }
        if !accepted.isEmpty {
            text += "\naccepted although the specification has it otherwise:\n"
            for item in accepted { text += "  \(item)\n" }
        }
        return text
    }

    private struct Line {
        var offset: Int
        var length: Int
        var depth: Int
        var name: String
        var value: String

        static func render(_ lines: [Line]) -> String {
            let nameWidth = lines.reduce(0) { max($0, 2 * $1.depth + $1.name.utf8.count) }
            var text = padded("offset", 6, right: true) + padded("length", 8, right: true) + "  name\n"
            for line in lines {
                let name = String(repeating: "  ", count: line.depth) + line.name
                text += padded(String(line.offset), 6, right: true) + padded(String(line.length), 8, right: true) + "  "
                text +=
                    line.value.isEmpty ? name + "\n" : padded(name, nameWidth, right: false) + "  " + line.value + "\n"
            }
            return text
        }

        private static func padded(_ text: String, _ width: Int, right: Bool) -> String {
            let space = String(repeating: " ", count: max(0, width - text.utf8.count))
            return right ? space + text : text + space
        }
    }
}
