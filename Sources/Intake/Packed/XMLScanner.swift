import CExpat
import Encodings

/// What gets the pieces of an XML document while it is scanned. Names come without their prefix.
protocol XMLHandler: AnyObject {
    func start(_ name: Bytes, _ attributes: XMLAttributes, line: Int64) throws(IntakeError)
    func end(_ name: Bytes) throws(IntakeError)
    /// A stretch of text, which need not be all of it.
    func text(_ bytes: Bytes) throws(IntakeError)
}

/// The attributes of an element; valid for the length of a call.
struct XMLAttributes {
    private let start: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?

    fileprivate init(_ start: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) { self.start = start }

    /// The value of the attribute with a name, whatever its prefix is.
    subscript(_ name: StaticString) -> String? {
        guard let start else { return nil }
        var place = 0
        while let key = start[place], let value = start[place + 1] {
            let local = XMLScanner.local(key)
            if local.count == name.utf8CodeUnitCount,
                local.elementsEqual(Bytes(start: name.utf8Start, count: local.count))
            {
                return String(cString: value)
            }
            place += 2
        }
        return nil
    }
}

/// Scans an XML document (expat) as it comes. It holds a tag at most, fetches nothing and expands nothing: a document
/// that declares its type, and with it entities of its own, is refused.
final class XMLScanner {
    /// Elements nested deeper are refused.
    private static let deepest = 200
    /// The longest tag or comment, which is looked at as a whole.
    private static let longestTag: Int64 = 1 << 20
    private static let chunkBytes: Int32 = 1 << 15

    private var input: ByteSource
    private let parser: XML_Parser?
    private unowned let handler: any XMLHandler
    private var depth = 0
    private var failure: IntakeError?
    private var fed: Int64 = 0
    private var isPaused = false
    /// Whether the document's last bytes are with the parser.
    private var isLast = false
    private(set) var isDone = false

    /// - Parameter handler: must live as long as the scanner.
    init(_ input: consuming ByteSource, handler: any XMLHandler) {
        self.input = input
        self.handler = handler
        parser = XML_ParserCreate(nil)
        guard let parser else { return }
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { data, name, attributes in
                XMLScanner.of(data)?.act { (scanner) throws(IntakeError) in try scanner.start(name, attributes) }
            },
            { data, name in XMLScanner.of(data)?.act { (scanner) throws(IntakeError) in try scanner.end(name) } })
        XML_SetCharacterDataHandler(parser) { data, text, count in
            XMLScanner.of(data)?.act { (scanner) throws(IntakeError) in try scanner.text(text, count) }
        }
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
            XMLScanner.of(data)?.act { (scanner) throws(IntakeError) in try scanner.refuseType() }
        }
    }

    deinit { if let parser { XML_ParserFree(parser) } }

    var bytesSpent: Int64 { input.bytesSpent }
    var path: String { input.path }
    /// Of the document, from 1.
    var line: Int64 { parser.map { Int64(clamping: XML_GetCurrentLineNumber($0)) } ?? 1 }

    /// Leaves the rest of what was read for the next step: a few bytes may stand for much, and who made it of them wants
    /// to hand it on first. To be called by the handler.
    func pause() {
        guard let parser, !isPaused else { return }
        isPaused = true
        XML_StopParser(parser, 1)
    }

    /// Scans the next stretch of the document.
    func step() throws(IntakeError) {
        guard !isDone else { return }
        let status: XML_Status
        if isPaused, let parser {
            isPaused = false
            status = XML_ResumeParser(parser)
        } else {
            status = try feed()
        }
        if let failure {
            isDone = true
            throw failure
        }
        if status == XML_STATUS_SUSPENDED { return }
        isDone = isLast
        guard status == XML_STATUS_OK, let parser else {
            isDone = true
            throw flaw()
        }
        guard isDone || fed - Int64(XML_GetCurrentByteIndex(parser)) <= XMLScanner.longestTag else {
            isDone = true
            throw IntakeError(
                .unreadable, path: path,
                "a tag of its XML on line \(line) is longer than \(XMLScanner.longestTag) bytes, as none of an export is."
            )
        }
    }

    private func feed() throws(IntakeError) -> XML_Status {
        guard let parser, let memory = XML_GetBuffer(parser, XMLScanner.chunkBytes) else {
            throw IntakeError(.unreadable, path: path, "there is not enough memory to read its XML.")
        }
        let chunk = UnsafeMutableBufferPointer(
            start: memory.assumingMemoryBound(to: UInt8.self), count: Int(XMLScanner.chunkBytes))
        let count = try input.read(into: chunk)
        isLast = count == 0
        fed += Int64(count)
        return XML_ParseBuffer(parser, Int32(count), isLast ? 1 : 0)
    }

    private func flaw() -> IntakeError {
        let code = parser.map { XML_GetErrorCode($0) } ?? XML_ERROR_NO_MEMORY
        let words = XML_ErrorString(code).map { String(cString: $0) } ?? "error \(code.rawValue)"
        return IntakeError(
            .unreadable, path: path,
            """
            its XML is broken on line \(line), column \((parser.map { XML_GetCurrentColumnNumber($0) } ?? 0) + 1) (\(words)): it was cut off, or put together by hand. Export it again.
            """)
    }

    // MARK: - What expat calls

    private static func of(_ data: UnsafeMutableRawPointer?) -> XMLScanner? {
        data.map { Unmanaged<XMLScanner>.fromOpaque($0).takeUnretainedValue() }
    }

    private func act(_ work: (XMLScanner) throws(IntakeError) -> Void) {
        guard failure == nil else { return }
        do throws(IntakeError) {
            try work(self)
        } catch {
            failure = error
            if let parser { XML_StopParser(parser, 0) }
        }
    }

    private func start(
        _ name: UnsafePointer<XML_Char>?, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
    ) throws(IntakeError) {
        depth += 1
        guard depth <= XMLScanner.deepest else {
            throw IntakeError(
                .unreadable, path: path,
                "elements of its XML are nested more than \(XMLScanner.deepest) deep on line \(line), as none of an export are."
            )
        }
        guard let name else { return }
        try handler.start(XMLScanner.local(name), XMLAttributes(attributes), line: line)
    }

    private func end(_ name: UnsafePointer<XML_Char>?) throws(IntakeError) {
        depth -= 1
        guard let name else { return }
        try handler.end(XMLScanner.local(name))
    }

    private func text(_ text: UnsafePointer<XML_Char>?, _ count: Int32) throws(IntakeError) {
        guard let text else { return }
        try text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { (start) throws(IntakeError) in
            try handler.text(Bytes(start: start, count: Int(count)))
        }
    }

    private func refuseType() throws(IntakeError) {
        throw IntakeError(
            .unreadable, path: path,
            """
            its XML declares a document type on line \(line), which neither PowerShell nor a spreadsheet writes: it may hold entities that fill the memory. \
            It was not read.
            """)
    }

    fileprivate static func local(_ name: UnsafePointer<XML_Char>) -> Bytes {
        let whole = UnsafeRawPointer(name).assumingMemoryBound(to: UInt8.self)
        var start = 0
        var length = 0
        while whole[length] != 0 {
            if whole[length] == UInt8(ascii: ":") { start = length + 1 }
            length += 1
        }
        return Bytes(start: whole + start, count: length - start)
    }
}

/// Text in which `_xHHHH_` stands for the UTF-16 unit of that number, as PowerShell ([MS-PSRP] 2.2.5.3.2) and workbooks
/// (ECMA-376, part 1, 22.9.2.19) write what XML has no character for.
enum EscapedText {
    /// What the text means. Half of a surrogate pair, which no text can have, becomes U+FFFD.
    static func plain(_ text: [UInt8]) -> [UInt8] {
        guard firstEscape(in: text, from: 0) != nil else { return text }
        var plain: [UInt8] = []
        plain.reserveCapacity(text.count)
        var position = 0
        while let (start, unit) = firstEscape(in: text, from: position) {
            plain += text[position..<start]
            position = start + 7
            var units = [unit]
            if unit & 0xFC00 == 0xD800, let (next, low) = firstEscape(in: text, from: position), next == position,
                low & 0xFC00 == 0xDC00
            {
                units.append(low)
                position += 7
            }
            plain += String(decoding: units, as: UTF16.self).utf8
        }
        return plain + text[position...]
    }

    private static func firstEscape(in text: [UInt8], from start: Int) -> (place: Int, unit: UInt16)? {
        var place = start
        while place + 7 <= text.count {
            guard text[place] == UInt8(ascii: "_") else {
                place += 1
                continue
            }
            if text[place + 1] == UInt8(ascii: "x"), text[place + 6] == UInt8(ascii: "_"),
                let unit = unit(text[place + 2..<place + 6])
            {
                return (place, unit)
            }
            place += 1
        }
        return nil
    }

    private static func unit(_ digits: ArraySlice<UInt8>) -> UInt16? {
        var unit: UInt16 = 0
        for digit in digits {
            guard let value = Hex.value(digit) else { return nil }
            unit = unit << 4 | UInt16(value)
        }
        return unit
    }
}
