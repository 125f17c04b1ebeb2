/// The texts that the cells of a workbook share (ECMA-376, part 1, 18.4): found by their number. Those of a small
/// workbook are held in memory, those of a large one in unnamed files.
final class SharedStrings: XMLHandler {
    /// Bytes of text and of its places that stay in memory.
    private static let mostInMemory = 64 << 20

    private var text: [UInt8] = []
    /// Where each text ends.
    private var ends: [Int64] = []
    private var spill: (text: OpenFile, ends: OpenFile)?
    private var count = 0
    private var position: Int64 = 0

    private var builder = CellText()
    private let path: String
    private let limits: ReaderLimits
    private var expansion: Expansion

    /// - Parameter input: the part of the workbook; nil where a workbook has none.
    init(_ input: consuming ByteSource?, limits: ReaderLimits, path: String) throws(IntakeError) {
        self.limits = limits
        self.path = path
        expansion = Expansion(limits, path: path)
        guard let input else { return }
        let scanner = XMLScanner(input, handler: self)
        while !scanner.isDone { try scanner.step() }
        try spillIfLarge(isLast: true)
    }

    func start(_ name: Bytes, _ attributes: XMLAttributes, line: Int64) throws(IntakeError) {
        if name.elementsEqual("si".utf8) { builder.begin() } else { builder.start(name) }
    }

    func text(_ bytes: Bytes) throws(IntakeError) { try builder.add(bytes, limits: limits, path: path) }

    func end(_ name: Bytes) throws(IntakeError) {
        guard name.elementsEqual("si".utf8) else { return builder.end(name) }
        let whole = EscapedText.plain(builder.text)
        text += whole
        position += Int64(whole.count)
        ends.append(position)
        count += 1
        try spillIfLarge(isLast: false)
    }

    private func spillIfLarge(isLast: Bool) throws(IntakeError) {
        let isLarge = text.count + ends.count * 8 > SharedStrings.mostInMemory
        guard isLarge || (isLast && spill != nil) else { return }
        let files: (text: OpenFile, ends: OpenFile)
        if let spill {
            files = spill
        } else {
            files = (try UnnamedFile.make(path: path), try UnnamedFile.make(path: path))
            spill = files
        }
        try text.withUnsafeBytes { bytes in
            Result { () throws(IntakeError) in try UnnamedFile.append(bytes, to: files.text, path: path) }
        }.get()
        try ends.withUnsafeBytes { bytes in
            Result { () throws(IntakeError) in try UnnamedFile.append(bytes, to: files.ends, path: path) }
        }.get()
        text.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// The text of a number; nil when there is none.
    func text(at number: Int) throws(IntakeError) -> [UInt8]? {
        guard number >= 0, number < count else { return nil }
        guard let spill else {
            return Array(text[Int(number > 0 ? ends[number - 1] : 0)..<Int(ends[number])])
        }
        let start = number > 0 ? try end(number - 1, spill.ends) : 0
        let end = try end(number, spill.ends)
        return try StoredBytes.file(spill.text).bytes(at: start, count: Int(end - start), path: path)
    }

    private func end(_ number: Int, _ file: OpenFile) throws(IntakeError) -> Int64 {
        let bytes = try StoredBytes.file(file).bytes(at: Int64(number) * 8, count: 8, path: path)
        guard bytes.count == 8 else { return 0 }
        return bytes.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
    }
}

/// Gathers the text of a cell: its runs, without what is written over them to tell how they are read aloud.
struct CellText {
    private(set) var text: [UInt8] = []
    private var phonetic = 0
    private var isInText = false

    mutating func begin() {
        text.removeAll(keepingCapacity: true)
        (phonetic, isInText) = (0, false)
    }

    mutating func start(_ name: Bytes) {
        if name.elementsEqual("rPh".utf8) { phonetic += 1 }
        if name.elementsEqual("t".utf8) { isInText = phonetic == 0 }
    }

    mutating func end(_ name: Bytes) {
        if name.elementsEqual("rPh".utf8) { phonetic -= 1 }
        if name.elementsEqual("t".utf8) { isInText = false }
    }

    /// Adds text that stands in a run, or wherever it stands.
    mutating func add(_ bytes: Bytes, anywhere: Bool = false, limits: ReaderLimits, path: String) throws(IntakeError) {
        guard isInText || anywhere else { return }
        text += bytes
        guard text.count <= limits.recordBytes else {
            throw IntakeError(
                .unreadable, path: path,
                "a cell holds more than the \(limits.recordBytes) bytes that a row may have, as no spreadsheet writes it."
            )
        }
    }
}
