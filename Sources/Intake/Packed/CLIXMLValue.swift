import Encodings

/// What a property of an object is, as far as a table can hold it.
indirect enum CLIXMLValue {
    case nothing
    /// UTF-8.
    case text([UInt8])
    case list([CLIXMLValue])
    case fields([(name: [UInt8], value: CLIXMLValue)])

    /// About how many bytes of memory it takes.
    var cost: Int {
        switch self {
        case .nothing: 32
        case .text(let bytes): 64 + bytes.count
        case .list(let values): values.reduce(64) { $0 + $1.cost }
        case .fields(let fields): fields.reduce(64) { $0 + 64 + $1.name.count + $1.value.cost }
        }
    }

    func write(to output: inout ByteBuffer) {
        switch self {
        case .nothing: output.append(Array("null".utf8))
        case .text(let bytes): JSONText.append(string: bytes, to: &output)
        case .list(let values):
            output.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                value.write(to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .fields(let fields):
            output.append(UInt8(ascii: "{"))
            for (index, field) in fields.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                JSONText.append(string: field.name, to: &output)
                output.append(UInt8(ascii: ":"))
                field.value.write(to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    /// The value of one of the elements for simple types ([MS-PSRP] 2.2.5.1), as Export-Csv would write it.
    init(element: CLIXMLElement, text: [UInt8]) {
        switch element {
        case .text: self = .text(EscapedText.plain(text))
        case .plain: self = .text(text)
        case .boolean: self = .text(Array((text.elementsEqual("true".utf8) ? "True" : "False").utf8))
        case .character:
            let unit = UInt16(String(decoding: text, as: UTF8.self)) ?? 0xFFFD
            self = .text(Array(String(decoding: [unit], as: UTF16.self).utf8))
        case .bytes: self = .text(Base64Text.hex(text) ?? text)
        default: self = .nothing
        }
    }
}

/// What the elements of CLIXML ([MS-PSRP] 2.2.5) mean.
enum CLIXMLElement {
    case root, object, reference, typeNames, typeName, typeNameReference, toString, members, list, dictionary, entry
    /// Text with escapes; what stands for itself; true or false; the number of a UTF-16 unit; Base64.
    case text, plain, boolean, character, bytes, nothing
    /// What tells nothing of a row, such as the progress of the command; with all that is in it.
    case other

    private static let names: [String: CLIXMLElement] = [
        "Objs": .root, "Obj": .object, "Ref": .reference, "TN": .typeNames, "T": .typeName,
        "TNRef": .typeNameReference, "ToString": .toString, "Props": .members, "MS": .members, "LST": .list,
        "IE": .list, "STK": .list, "QUE": .list, "DCT": .dictionary, "En": .entry, "S": .text, "XD": .text,
        "SBK": .text, "URI": .text, "DT": .plain, "TS": .plain, "G": .plain, "Version": .plain, "By": .plain,
        "SB": .plain, "U16": .plain, "I16": .plain, "U32": .plain, "I32": .plain, "U64": .plain, "I64": .plain,
        "Sg": .plain, "Db": .plain, "D": .plain, "B": .boolean, "C": .character, "BA": .bytes, "Nil": .nothing,
        "SS": .nothing,
    ]

    init(_ name: Bytes) { self = CLIXMLElement.names[String(decoding: name, as: UTF8.self)] ?? .other }

    var isSimple: Bool {
        switch self {
        case .text, .plain, .boolean, .character, .bytes, .nothing: true
        default: false
        }
    }
}

/// Base64 (RFC 4648, section 4) as bytes in hex, upper case: so the scripts in Collector/ write bytes too.
enum Base64Text {
    static func hex(_ text: [UInt8]) -> [UInt8]? {
        var hex: [UInt8] = []
        hex.reserveCapacity(text.count * 3 / 2)
        var bits: UInt32 = 0
        var count = 0
        for byte in text {
            let value: UInt8
            switch byte {
            case UInt8(ascii: "="), 0x09, 0x0A, 0x0D, 0x20: continue
            default:
                guard let digit = Base64.value(byte) else { return nil }
                value = digit
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            let whole = UInt8(truncatingIfNeeded: bits >> UInt32(count))
            Hex.append(whole, to: &hex)
        }
        return hex
    }
}
