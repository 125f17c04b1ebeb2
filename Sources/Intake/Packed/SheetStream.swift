import Encodings

/// The rows of a worksheet (ECMA-376, part 1, 18.3) as records of JSON with the header's titles: each stands on the
/// line that has the number of its row.
final class SheetStream: XMLRecordStream {
    /// What the other parts of the workbook say of its cells.
    struct Meaning {
        var strings: SharedStrings
        /// For each cell style whether its numbers are dates.
        var dateStyles: [Bool] = []
        var dates = SerialDate()
    }

    private struct Cell {
        var column = 0
        var style = 0
        var type: [UInt8] = []
    }

    /// A sheet has no more (Excel's own limits).
    private static let mostRows: Int64 = 1_048_576
    private static let mostColumns = 16_384

    private let meaning: Meaning
    private let limits: ReaderLimits
    private let path: String
    private(set) var scanner: XMLScanner?
    let output: RecordOutput

    private var row: Int64 = 0
    private var cells: [(column: Int, text: [UInt8])] = []
    private var rowBytes = 0
    private var isOrdered = true
    private var cell: Cell?
    private var nextColumn = 0
    private var isInValue = false
    private var builder = CellText()

    /// Of each column its title as a JSON key, with a colon; empty where the header has none.
    private var keys: [[UInt8]] = []
    private(set) var titles: [String] = []
    /// The line above the header, where the sheet has one.
    private(set) var title: SupportScript.Title?
    private var fixed: [UInt8] = []

    init(_ input: consuming ByteSource, meaning: Meaning, limits: ReaderLimits) {
        self.meaning = meaning
        self.limits = limits
        path = input.path
        output = RecordOutput(limits, path: input.path)
        scanner = XMLScanner(input, handler: self)
    }

    /// Reads on until the header is known, or the sheet has none.
    func findHeader() throws(IntakeError) {
        while titles.isEmpty, let scanner, !scanner.isDone { try scanner.step() }
    }

    // MARK: - XMLHandler

    func start(_ name: Bytes, _ attributes: XMLAttributes, line: Int64) throws(IntakeError) {
        if name.elementsEqual("row".utf8) {
            row = max(row + 1, attributes["r"].flatMap { Int64($0) } ?? 0)
            guard row <= SheetStream.mostRows else { throw tooLarge("rows") }
            (nextColumn, rowBytes, isOrdered) = (0, 0, true)
            cells.removeAll(keepingCapacity: true)
        } else if name.elementsEqual("c".utf8) {
            let column = attributes["r"].flatMap(SheetStream.column) ?? nextColumn
            guard column < SheetStream.mostColumns else { throw tooLarge("columns") }
            nextColumn = column + 1
            cell = Cell(
                column: column, style: attributes["s"].flatMap { Int($0) } ?? 0,
                type: Array((attributes["t"] ?? "n").utf8))
            builder.begin()
        } else if cell != nil {
            isInValue = name.elementsEqual("v".utf8)
            builder.start(name)
        }
    }

    func text(_ bytes: Bytes) throws(IntakeError) {
        guard cell != nil else { return }
        try builder.add(bytes, anywhere: isInValue, limits: limits, path: path)
    }

    func end(_ name: Bytes) throws(IntakeError) {
        if name.elementsEqual("row".utf8) { return try endRow() }
        guard let cell else { return }
        guard name.elementsEqual("c".utf8) else {
            if name.elementsEqual("v".utf8) { isInValue = false }
            return builder.end(name)
        }
        self.cell = nil
        let text = try value(of: cell)
        guard !text.isEmpty else { return }
        rowBytes += text.count
        guard rowBytes <= limits.recordBytes else {
            throw IntakeError(
                .unreadable, path: path,
                "row \(row) holds more than the \(limits.recordBytes) bytes that a row may have, as no export does.")
        }
        if let last = cells.last, last.column >= cell.column { isOrdered = false }
        cells.append((cell.column, text))
    }

    private func tooLarge(_ what: String) -> IntakeError {
        IntakeError(
            .unreadable, path: path, "it has more \(what) than a worksheet can have, so no spreadsheet wrote it.")
    }

    /// The column of a cell's place, such as `AB12`, from 0.
    static func column(_ place: String) -> Int? {
        var column = 0
        for letter in place.utf8 {
            let upper = ASCII.uppercased(letter)
            guard upper >= UInt8(ascii: "A"), upper <= UInt8(ascii: "Z") else { break }
            guard column <= mostColumns else { return mostColumns }
            column = column * 26 + Int(upper - UInt8(ascii: "A")) + 1
        }
        return column > 0 ? column - 1 : nil
    }

    /// A cell as the export would have written it in text (18.18.11).
    private func value(of cell: Cell) throws(IntakeError) -> [UInt8] {
        let raw = builder.text
        switch String(decoding: cell.type, as: UTF8.self) {
        case "s":
            guard let number = Int(String(decoding: raw, as: UTF8.self)),
                let text = try meaning.strings.text(at: number)
            else {
                throw IntakeError(
                    .unreadable, path: path,
                    "row \(row) points to a text that the workbook does not have: the file is damaged. Export or copy it again."
                )
            }
            return text
        case "b": return Array((raw.elementsEqual("1".utf8) || raw.elementsEqual("true".utf8) ? "True" : "False").utf8)
        case "n":
            guard cell.style >= 0, cell.style < meaning.dateStyles.count, meaning.dateStyles[cell.style],
                let number = Double(String(decoding: raw, as: UTF8.self)), let date = meaning.dates.text(of: number)
            else { return raw }
            return Array(date.utf8)
        case "inlineStr", "str": return EscapedText.plain(raw)
        default: return raw
        }
    }
}

// MARK: - Records

extension SheetStream {
    private func endRow() throws(IntakeError) {
        guard !cells.isEmpty else { return }
        if !isOrdered { cells.sort { $0.column < $1.column } }
        guard !titles.isEmpty else { return try readHead() }
        if isHeaderAgain { return }
        output.begin(onLine: row)
        output.bytes.append(UInt8(ascii: "{"))
        var place = 0
        var hasField = false
        for (column, key) in keys.enumerated() {
            if hasField { output.bytes.append(UInt8(ascii: ",")) }
            hasField = true
            output.bytes.append(key)
            while place < cells.count, cells[place].column < column { place += 1 }
            let isThere = place < cells.count && cells[place].column == column
            JSONText.append(string: isThere ? cells[place].text : [], to: &output.bytes)
        }
        // What stands beside the table has no title; it is kept by its column's number, as in other tables.
        for cell in cells where cell.column >= keys.count {
            output.bytes.append(Array(",\"column\(cell.column + 1)\":".utf8))
            JSONText.append(string: cell.text, to: &output.bytes)
        }
        output.bytes.append(fixed)
        output.bytes.append(UInt8(ascii: "}"))
        if output.isFull { scanner?.pause() }
    }

    /// The first row is the header, or a title above it.
    private func readHead() throws(IntakeError) {
        if title == nil, cells.count == 1,
            let found = SupportScript.Title(String(decoding: cells[0].text, as: UTF8.self))
        {
            title = found
            return
        }
        if let damaged = cells.first(where: { $0.text.contains(0) }) {
            throw IntakeError(
                .unreadable, path: path,
                """
                row \(row) is its header, and the name of column \(damaged.column + 1) has the sign NUL in it, which a \
                workbook writes as _x0000_ and no column has. Take it out of the name, or export again.
                """)
        }
        titles = Array(repeating: "", count: (cells.last?.column ?? -1) + 1)
        for cell in cells { titles[cell.column] = String(decoding: cell.text, as: UTF8.self) }
        keys = titles.enumerated().map { index, title in
            var key = ByteBuffer(capacity: 64)
            JSONText.append(string: Array((title.isEmpty ? "column\(index + 1)" : title).utf8), to: &key)
            key.append(UInt8(ascii: ":"))
            return Array(key.bytes)
        }
        if let id = title?.meetingID, !titles.contains(where: SupportScript.namesMeeting) {
            fixed = Array(",\"\(SupportScript.meetingColumn)\":\"\(id)\"".utf8)
        }
    }

    /// Whether the row is the header once more, as where sheets were put together.
    private var isHeaderAgain: Bool {
        cells.count > 1
            && cells.allSatisfy { $0.column < titles.count && $0.text.elementsEqual(titles[$0.column].utf8) }
    }
}
