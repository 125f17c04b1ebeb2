/// A workbook in the form of Office Open XML (ECMA-376, part 1, 18.2): which sheets it has, and what is needed to read
/// them.
struct Workbook {
    struct Sheet {
        var name: String
        fileprivate var part: String
    }

    let archive: ZipArchive
    let sheets: [Sheet]
    private let meaning: SheetStream.Meaning
    private let limits: ReaderLimits

    /// More sheets are no workbook of exports.
    private static let mostSheets = 10_000

    /// Whether an archive is a workbook of this form.
    static func isWorkbook(_ archive: ZipArchive) -> Bool { archive.entry(named: "xl/workbook.xml") != nil }

    /// - Throws: `IntakeError` when one of its parts is missing or damaged.
    init(_ archive: ZipArchive, limits: ReaderLimits) throws(IntakeError) {
        self.archive = archive
        self.limits = limits
        let book = WorkbookParts(archive, limits: limits)
        var targets: [String: (target: String, type: String)] = [:]
        try book.read("xl/_rels/workbook.xml.rels", elements: ["Relationship"]) { _, attributes in
            guard let id = attributes["Id"], let target = attributes["Target"], targets.count < 2 * Workbook.mostSheets
            else { return }
            targets[id] = (WorkbookParts.resolved(target), attributes["Type"] ?? "")
        }
        var sheets: [Sheet] = []
        var dates = SerialDate()
        var parts: Set<String> = [], sharesAPart = false
        try book.read("xl/workbook.xml", elements: ["sheet", "workbookPr"]) { name, attributes in
            if name == "workbookPr" {
                dates.countsFrom1904 = ["1", "true"].contains(attributes["date1904"] ?? "")
            } else if let title = attributes["name"], let id = attributes["id"], let found = targets[id],
                found.type.hasSuffix("/worksheet"), sheets.count <= Workbook.mostSheets
            {
                sheets.append(Sheet(name: title, part: found.target))
                if !parts.insert(found.target).inserted { sharesAPart = true }
            }
        }
        guard sheets.count <= Workbook.mostSheets else {
            throw ZipArchive.damaged("it has more than \(Workbook.mostSheets) sheets", path: archive.path)
        }
        // A workbook of kilobytes could have one part read again and again.
        guard !sharesAPart else { throw ZipArchive.damaged("two of its sheets are one part", path: archive.path) }
        self.sheets = sheets
        func part(_ type: String) -> String? { targets.values.first { $0.type.hasSuffix("/" + type) }?.target }
        let strings = try part("sharedStrings").map { name throws(IntakeError) in try book.source(of: name) } ?? nil
        meaning = SheetStream.Meaning(
            strings: try Workbook.strings(strings, limits, archive.path),
            dateStyles: try part("styles").map { name throws(IntakeError) in try book.dateStyles(in: name) } ?? [],
            dates: dates)
    }

    private static func strings(
        _ source: consuming ByteSource?, _ limits: ReaderLimits, _ path: String
    ) throws(IntakeError) -> SharedStrings { try SharedStrings(source, limits: limits, path: path) }

    /// The rows of a sheet as records of JSON.
    ///
    /// - Parameter mailbox: that the workbook names for the sheet, if it does.
    func source(of sheet: Sheet, mailbox: String?) throws(IntakeError) -> ByteSource {
        let path = archive.path + "/" + sheet.name
        guard let entry = archive.entry(named: sheet.part) else {
            throw ZipArchive.damaged("the sheet is not in it", path: path)
        }
        let (archive, meaning, limits) = (archive, meaning, limits)
        return ByteSource(path: path, recordForm: .sheet, statedMailbox: mailbox) { () throws(IntakeError) in
            SheetStream(
                try archive.source(of: entry, path: path, limits: limits), meaning: meaning, limits: limits)
        }
    }

    /// The header of a sheet, and the line above it.
    func head(of sheet: Sheet) throws(IntakeError) -> (titles: [String], title: SupportScript.Title?) {
        guard let entry = archive.entry(named: sheet.part) else { return ([], nil) }
        let stream = SheetStream(
            try archive.source(of: entry, path: archive.path + "/" + sheet.name, limits: limits), meaning: meaning,
            limits: limits)
        try stream.findHeader()
        return (stream.titles, stream.title)
    }
}

/// The small parts of a workbook, which say how the large ones are to be read.
private struct WorkbookParts {
    let archive: ZipArchive
    let limits: ReaderLimits

    /// More styles than a workbook can have are not looked at.
    private static let mostStyles = 65_536

    init(_ archive: ZipArchive, limits: ReaderLimits) {
        self.archive = archive
        self.limits = limits
    }

    /// A target of a relationship of the workbook as the name of a part.
    static func resolved(_ target: String) -> String {
        if target.hasPrefix("/") { return String(target.dropFirst()) }
        var parts = ["xl"]
        for part in target.split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(String(part)) }
        }
        return parts.joined(separator: "/")
    }

    func source(of name: String) throws(IntakeError) -> ByteSource? {
        guard let entry = archive.entry(named: name) else { return nil }
        return try archive.source(of: entry, path: archive.path, limits: limits)
    }

    func read(
        _ part: String, elements: Set<String>, _ onElement: @escaping (String, XMLAttributes) -> Void
    ) throws(IntakeError) {
        guard let entry = archive.entry(named: part) else {
            throw ZipArchive.damaged("it has no \(part)", path: archive.path)
        }
        let reader = ElementReader(elements, onElement)
        let scanner = XMLScanner(
            try archive.source(of: entry, path: archive.path, limits: limits), handler: reader)
        while !scanner.isDone { try scanner.step() }
    }

    /// For each cell style whether its numbers are dates (18.8).
    func dateStyles(in part: String) throws(IntakeError) -> [Bool] {
        var codes: [Int: String] = [:]
        var formats: [Int] = []
        var isOfCells = false
        try read(part, elements: ["numFmt", "cellXfs", "cellStyleXfs", "dxfs", "cellStyles", "xf"]) {
            name, attributes in
            switch name {
            case "numFmt":
                guard let id = attributes["numFmtId"].flatMap({ Int($0) }), codes.count < WorkbookParts.mostStyles
                else { return }
                codes[id] = attributes["formatCode"]
            case "xf":
                guard isOfCells, formats.count < WorkbookParts.mostStyles else { return }
                formats.append(attributes["numFmtId"].flatMap { Int($0) } ?? 0)
            default: isOfCells = name == "cellXfs"
            }
        }
        return formats.map { SerialDate.isDate(format: $0, code: codes[$0]) }
    }
}

/// Tells of the elements with certain names.
private final class ElementReader: XMLHandler {
    private let elements: Set<String>
    private let onElement: (String, XMLAttributes) -> Void

    init(_ elements: Set<String>, _ onElement: @escaping (String, XMLAttributes) -> Void) {
        self.elements = elements
        self.onElement = onElement
    }

    func start(_ name: Bytes, _ attributes: XMLAttributes, line: Int64) {
        let name = String(decoding: name, as: UTF8.self)
        if elements.contains(name) { onElement(name, attributes) }
    }

    func end(_ name: Bytes) {}
    func text(_ bytes: Bytes) {}
}
