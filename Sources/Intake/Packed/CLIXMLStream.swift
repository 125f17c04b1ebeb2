/// The objects of a file that Export-Clixml wrote ([MS-PSRP] 2.2.5), as records of JSON: each begins on the line of the
/// file on which its object begins. What the pipeline gave as text, such as the output of
/// Get-CalendarDiagnosticAnalysis, comes out as the lines of that text.
final class CLIXMLStream: XMLRecordStream {
    fileprivate struct Frame {
        var element: CLIXMLElement
        var name: [UInt8]
        var text: [UInt8] = []
        var isRecord = false
        var line: Int64 = 0
        var reference: String?
        var typeName: [UInt8]?
        var toString: [UInt8]?
        var value: CLIXMLValue?
        var isList = false
        var items: [CLIXMLValue] = []
        var fields: [(name: [UInt8], value: CLIXMLValue)] = []
        /// Whether what it held has been handed on already, as records of their own.
        var isHandedOn = false
    }

    private let limits: ReaderLimits
    private let path: String
    private(set) var scanner: XMLScanner?
    let output: RecordOutput
    private var stack: [Frame] = []
    private var ignored = 0
    private var held = 0
    private var known: [String: CLIXMLValue] = [:]
    private var knownCost = 0
    private var typeNames: [String: [UInt8]] = [:]
    /// The greatest number of an object so far: they are given in order.
    private var lastReference: Int64 = -1

    /// Objects that others point to are kept up to this size each, and all of them together.
    private static let mostKnownCost = (one: 256 << 10, all: 32 << 20)
    private static let mostTypeNames = 4_096

    init(_ input: consuming ByteSource, limits: ReaderLimits) {
        self.limits = limits
        path = input.path
        output = RecordOutput(limits, path: input.path)
        scanner = XMLScanner(input, handler: self)
    }

    /// Whether the head of a file is CLIXML's.
    static func begins(_ head: Bytes) -> Bool {
        // Windows PowerShell writes UTF-16.
        let text = head.prefix(512).filter { $0 != 0 && $0 < 0x80 }
        let words = String(decoding: text, as: UTF8.self)
        return words.contains("<Objs") && words.contains("schemas.microsoft.com/powershell")
    }

    // MARK: - XMLHandler

    func start(_ name: Bytes, _ attributes: XMLAttributes, line: Int64) throws(IntakeError) {
        guard ignored == 0 else { return ignored += 1 }
        let element = CLIXMLElement(name)
        guard let parent = stack.last else {
            guard element == .root else {
                throw IntakeError(
                    .notAnExport, path: path, NoExport.words(ofMarkup: "<\(String(decoding: name, as: UTF8.self))"))
            }
            stack.append(Frame(element: .root, name: []))
            return
        }
        if element == .other || element == .root || parent.element.isSimple {
            ignored = 1
            return
        }
        var frame = Frame(element: element, name: EscapedText.plain(Array((attributes["N"] ?? "").utf8)), line: line)
        frame.reference = attributes["RefId"]
        if element == .object, let number = frame.reference.flatMap({ Int64($0) }) {
            lastReference = max(lastReference, number)
        }
        // A list that the pipeline gave as one object holds records, as the document does.
        frame.isRecord = parent.element == .root || (parent.element == .list && parent.isRecord)
        if element == .list, parent.element == .object { frame.isRecord = parent.isRecord && parent.fields.isEmpty }
        try hold(64 + frame.name.count)
        stack.append(frame)
    }

    func text(_ bytes: Bytes) throws(IntakeError) {
        guard ignored == 0, let frame = stack.last else { return }
        guard frame.element.isSimple || frame.element == .toString || frame.element == .typeName else { return }
        try hold(bytes.count)
        stack[stack.count - 1].text += bytes
    }

    func end(_ name: Bytes) throws(IntakeError) {
        guard ignored == 0 else { return ignored -= 1 }
        guard let frame = stack.popLast(), !stack.isEmpty else { return }
        let top = stack.count - 1
        switch frame.element {
        case .typeName: if stack[top].typeName == nil { stack[top].typeName = frame.text }
        case .typeNames:
            stack[top].typeName = frame.typeName
            if let reference = frame.reference, typeNames.count < CLIXMLStream.mostTypeNames {
                typeNames[reference] = frame.typeName
            }
        case .typeNameReference: stack[top].typeName = frame.reference.flatMap { typeNames[$0] }
        case .toString: stack[top].toString = EscapedText.plain(frame.text)
        case .members, .dictionary: stack[top].fields = CLIXMLStream.merged(stack[top].fields, frame.fields)
        case .list:
            if frame.isRecord {
                stack[top].isHandedOn = true
            } else {
                stack[top].isList = true
                stack[top].items += frame.items
            }
        case .entry:
            let key = frame.fields.first { $0.name.elementsEqual("Key".utf8) }?.value
            let value = frame.fields.first { $0.name.elementsEqual("Value".utf8) }?.value
            if case .text(let name)? = key { stack[top].fields.append((name, value ?? .nothing)) }
        case .object:
            if frame.isRecord { return handOn(frame) }
            let value = frame.wholeValue
            if let reference = frame.reference { remember(value, reference) }
            add(value, named: frame.name)
        case .reference:
            if frame.isRecord { return try handOn(reference: frame) }
            add(try found(frame), named: frame.name)
        case .text, .plain, .boolean, .character, .bytes, .nothing:
            let value = CLIXMLValue(element: frame.element, text: frame.text)
            if frame.isRecord { return handOn(line: value, frame.line) }
            add(value, named: frame.name)
        case .root, .other: break
        }
    }

    private func add(_ value: CLIXMLValue, named name: [UInt8]) {
        let top = stack.count - 1
        switch stack[top].element {
        case .list: stack[top].items.append(value)
        case .members, .entry: stack[top].fields.append((name, value))
        case .object: stack[top].value = value
        default: break
        }
    }

    /// Counts what the object under way takes; more than a row may have is no row.
    private func hold(_ bytes: Int) throws(IntakeError) {
        held += bytes
        guard held <= limits.recordBytes else {
            throw IntakeError(
                .unreadable, path: path,
                """
                an object on line \(scanner?.line ?? 0) takes more than the \(limits.recordBytes) bytes that a row may have. Export the objects without their other \
                objects: Export-Clixml -Depth 1, or Export-Csv.
                """)
        }
    }
}

// MARK: - Records

extension CLIXMLStream {
    /// Writes a whole object as a record, on its line.
    private func handOn(_ frame: Frame) {
        defer { held = 0 }
        if frame.isHandedOn { return }
        guard !frame.fields.isEmpty, frame.value == nil else {
            if let value = frame.value { handOn(line: value, frame.line) }
            return
        }
        output.begin(onLine: frame.line)
        CLIXMLValue.fields(frame.fields).write(to: &output.bytes)
        // Two objects on one line still end, each for itself.
        output.bytes.append(UInt8(ascii: " "))
        if output.isFull { scanner?.pause() }
    }

    /// The same object once more is the same row; one that was only part of another is a row now.
    private func handOn(reference frame: Frame) throws(IntakeError) {
        held = 0
        guard let reference = frame.reference else { return }
        guard let value = known[reference] else { return try refuseUnknown(frame, reference) }
        guard case .fields(let fields) = value else { return }
        var object = frame
        object.fields = fields
        handOn(object)
    }

    /// Writes a text as a line.
    private func handOn(line value: CLIXMLValue, _ number: Int64) {
        held = 0
        guard case .text(let text) = value else { return }
        output.begin(onLine: number)
        output.append(line: text)
        if output.isFull { scanner?.pause() }
    }

    /// Remoting tells some members twice, as properties and as what it added; the latter stand.
    private static func merged(
        _ fields: [(name: [UInt8], value: CLIXMLValue)], _ others: [(name: [UInt8], value: CLIXMLValue)]
    ) -> [(name: [UInt8], value: CLIXMLValue)] {
        guard !fields.isEmpty else { return others }
        let names = Set(others.map(\.name))
        return fields.filter { !names.contains($0.name) } + others
    }

    private func remember(_ value: CLIXMLValue, _ reference: String) {
        let cost = value.cost
        guard cost <= CLIXMLStream.mostKnownCost.one, knownCost + cost <= CLIXMLStream.mostKnownCost.all else { return }
        knownCost += cost
        known[reference] = value
    }

    private func found(_ frame: Frame) throws(IntakeError) -> CLIXMLValue {
        guard let reference = frame.reference else { return .nothing }
        if let value = known[reference] {
            try hold(value.cost)
            return value
        }
        // An object that holds itself says nothing by it.
        if stack.contains(where: { $0.element == .object && $0.reference == reference }) { return .nothing }
        try refuseUnknown(frame, reference)
        throw IntakeError(
            .unreadable, path: path,
            """
            an object on line \(frame.line) points to object \(reference), which is too large to be kept until then. Turn the file into a table: \
            Import-Clixml FILE | Export-Csv FILE.csv -NoTypeInformation -Encoding UTF8.
            """)
    }

    /// PowerShell writes an object where it is met first, and points back to it from then on ([MS-PSRP] 2.2.5.2.1).
    private func refuseUnknown(_ frame: Frame, _ reference: String) throws(IntakeError) {
        if let number = Int64(reference), number <= lastReference { return }
        throw IntakeError(
            .unreadable, path: path,
            """
            an object on line \(frame.line) points to object \(reference), which does not stand before it, as PowerShell never writes it: the file was cut, put \
            together or edited. Export it again.
            """)
    }
}

extension CLIXMLStream.Frame {
    /// What an object within another is in a table: what it reads as, unless that is only the name of its type.
    fileprivate var wholeValue: CLIXMLValue {
        if isList { return .list(items) }
        if let toString, !toString.isEmpty, !isTypeName(toString) { return .text(toString) }
        if let value { return value }
        if !fields.isEmpty { return .fields(fields) }
        return toString.map { .text($0) } ?? .nothing
    }

    private func isTypeName(_ text: [UInt8]) -> Bool {
        guard let typeName else { return false }
        let prefix = Array("Deserialized.".utf8)
        return text == (typeName.starts(with: prefix) ? Array(typeName.dropFirst(prefix.count)) : typeName)
    }
}
