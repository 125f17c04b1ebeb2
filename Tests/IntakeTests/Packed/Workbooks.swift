/// Writes workbooks for tests, as spreadsheets and the support script's module write them.
struct TestWorkbook {
    enum Cell {
        case shared(String), inline(String), number(String, style: Int = 0), boolean(Bool), formula(String), empty
        /// Any cell as it stands in the file.
        case xml(String)
    }

    struct Sheet {
        var name: String
        var rows: [[Cell]]
        /// Whether cells and rows say where they stand.
        var hasPlaces = true
    }

    var sheets: [Sheet]
    var countsFrom1904 = false
    /// Formats of the cell styles, by number or by code.
    var formats: [(number: Int, code: String?)] = [(0, nil)]
    /// `xl/` in front of the targets, or below the workbook's own folder.
    var hasAbsoluteTargets = false
    var moreStrings: [String] = []

    static func column(_ index: Int) -> String {
        index < 26
            ? String(UnicodeScalar(UInt8(65 + index)))
            : column(index / 26 - 1) + String(UnicodeScalar(UInt8(65 + index % 26)))
    }

    var bytes: [UInt8] { Packing.zip(parts.map { .init(name: $0.name, content: Array($0.text.utf8)) }) }

    var parts: [(name: String, text: String)] {
        var strings: [String: Int] = [:]
        var order: [String] = []
        let pages = sheets.map { sheet in
            let rows = sheet.rows.enumerated().map { index, row in
                let cells = row.enumerated().map { column, cell in
                    let place = sheet.hasPlaces ? " r=\"\(Self.column(column))\(index + 1)\"" : ""
                    switch cell {
                    case .shared(let text):
                        if strings[text] == nil {
                            strings[text] = order.count
                            order.append(text)
                        }
                        return "<c\(place) t=\"s\"><v>\(strings[text] ?? 0)</v></c>"
                    case .inline(let text):
                        return "<c\(place) t=\"inlineStr\"><is><t>\(Packing.escaped(text))</t></is></c>"
                    case .number(let text, let style): return "<c\(place) s=\"\(style)\"><v>\(text)</v></c>"
                    case .boolean(let value): return "<c\(place) t=\"b\"><v>\(value ? 1 : 0)</v></c>"
                    case .formula(let text): return "<c\(place) t=\"str\"><f>A1</f><v>\(Packing.escaped(text))</v></c>"
                    case .empty: return sheet.hasPlaces ? "" : "<c/>"
                    case .xml(let text): return text
                    }
                }
                return "<row\(sheet.hasPlaces ? " r=\"\(index + 1)\"" : "")>\(cells.joined())</row>"
            }
            return "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
                + rows.joined() + "</sheetData></worksheet>"
        }
        let texts = order.map { "<si><t xml:space=\"preserve\">\(Packing.escaped($0))</t></si>" } + moreStrings
        let type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        let root = hasAbsoluteTargets ? "/xl/" : ""
        let relations = sheets.indices.map {
            "<Relationship Id=\"rId\($0 + 1)\" Type=\"\(type)worksheet\" Target=\"\(root)worksheets/sheet\($0 + 1).xml\"/>"
        }
        let codes = formats.filter { $0.code != nil }.map {
            "<numFmt numFmtId=\"\($0.number)\" formatCode=\"\(Packing.escaped($0.code ?? "").replacing("\"", with: "&quot;"))\"/>"
        }
        return [
            (
                "xl/workbook.xml",
                "<workbook xmlns:r=\"x\"><workbookPr date1904=\"\(countsFrom1904 ? 1 : 0)\"/><sheets>"
                    + sheets.enumerated().map {
                        "<sheet name=\"\(Packing.escaped($1.name))\" sheetId=\"\($0 + 1)\" r:id=\"rId\($0 + 1)\"/>"
                    }.joined() + "</sheets></workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                "<Relationships>\(relations.joined())<Relationship Id=\"s\" Type=\"\(type)sharedStrings\" Target=\"\(root)sharedStrings.xml\"/>"
                    + "<Relationship Id=\"t\" Type=\"\(type)styles\" Target=\"\(root)styles.xml\"/></Relationships>"
            ), ("xl/sharedStrings.xml", "<sst>\(texts.joined())</sst>"),
            (
                "xl/styles.xml",
                "<styleSheet><numFmts>\(codes.joined())</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>"
                    + formats.map { "<xf numFmtId=\"\($0.number)\"/>" }.joined() + "</cellXfs></styleSheet>"
            ),
        ] + pages.enumerated().map { ("xl/worksheets/sheet\($0 + 1).xml", $1) }
    }
}
