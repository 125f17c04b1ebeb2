/// A JSON value (RFC 8259) whose objects keep the order in which they were written.
public enum JSONValue: Hashable, Sendable {
    case null
    case number(Int)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// A name of an object with its value.
    public struct Member: Hashable, Sendable {
        /// As it stands in the object, unescaped.
        public var name: String
        /// What stands behind it.
        public var value: JSONValue

        /// A member of an object.
        public init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// An object of the members that are present.
    public static func object(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(members.compactMap { name, value in value.map { Member(name: name, value: $0) } })
    }

    /// Text with two spaces of indent a level; arrays of numbers stay on one line.
    public var text: String {
        var output = ""
        write(to: &output, indent: 0)
        return output
    }

    /// Text on one line, without spaces between values.
    public var line: String {
        var output = ""
        write(lineTo: &output)
        return output
    }

    private func write(lineTo output: inout String) {
        switch self {
        case .null, .number, .string: write(to: &output, indent: 0)
        case .array(let values):
            output += "["
            for (index, value) in values.enumerated() {
                if index > 0 { output += "," }
                value.write(lineTo: &output)
            }
            output += "]"
        case .object(let members):
            output += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { output += "," }
                JSONValue.write(string: member.name, to: &output)
                output += ":"
                member.value.write(lineTo: &output)
            }
            output += "}"
        }
    }

    private func write(to output: inout String, indent: Int) {
        switch self {
        case .null: output += "null"
        case .number(let value): output += String(value)
        case .string(let value): JSONValue.write(string: value, to: &output)
        case .array(let values) where values.allSatisfy(\.isNumber):
            output += "["
            for (index, value) in values.enumerated() {
                if index > 0 { output += ", " }
                value.write(to: &output, indent: indent)
            }
            output += "]"
        case .array(let values):
            JSONValue.write(items: values, between: ("[", "]"), to: &output, indent: indent) { value, output in
                value.write(to: &output, indent: indent + 2)
            }
        case .object(let members):
            JSONValue.write(items: members, between: ("{", "}"), to: &output, indent: indent) { member, output in
                JSONValue.write(string: member.name, to: &output)
                output += ": "
                member.value.write(to: &output, indent: indent + 2)
            }
        }
    }

    private var isNumber: Bool {
        if case .number = self { true } else { false }
    }

    private static func write<Item>(
        items: [Item], between brackets: (open: String, close: String), to output: inout String, indent: Int,
        item: (Item, inout String) -> Void
    ) {
        guard !items.isEmpty else { return output += brackets.open + brackets.close }
        output += brackets.open
        for (index, value) in items.enumerated() {
            output += (index > 0 ? ",\n" : "\n") + String(repeating: " ", count: indent + 2)
            item(value, &output)
        }
        output += "\n" + String(repeating: " ", count: indent) + brackets.close
    }

    private static func write(string: String, to output: inout String) {
        output += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            // What could confuse a terminal is escaped too: DEL, and the controls of ISO 8859.
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: output.unicodeScalars.append(scalar)
            }
        }
        output += "\""
    }

    /// A text between quotation marks, with its control characters escaped.
    static func quoted(_ text: String) -> String { JSONValue.string(text).text }
}
