/// What befalls the export of one mailbox of the small organisation.
enum FixtureDirt: Hashable, Sendable {
    case none, byteOrderMark, utf16, commasAndTypeLine, repeatedHeader, windows1250, badRows, otherColumns, lineBreaks

    func bytes(of rows: [LogRow]) -> [UInt8] {
        var dialect = ExportDialect()
        switch self {
        case .none: break
        case .byteOrderMark:
            dialect.encoding = .utf8WithMark
            dialect.lineEnd = "\r\n"
        case .utf16:
            dialect.encoding = .utf16LittleEndian
            dialect.delimiter = "\t"
            dialect.lineEnd = "\r\n"
        case .commasAndTypeLine:
            dialect.delimiter = ","
            dialect.hasTypeLine = true
            dialect.lineEnd = "\r\n"
        case .repeatedHeader: dialect.headerEvery = 20
        case .windows1250: dialect.encoding = .windows1250
        case .badRows: return withBadRows(rows)
        case .otherColumns: return inOtherColumns(rows)
        case .lineBreaks: return CSVWriter.bytes(rows: rows.enumerated().map(withLineBreak))
        }
        return CSVWriter.bytes(rows: rows, dialect: dialect)
    }

    private func column(_ name: String) -> Int { LogRow.columns.firstIndex(of: name) ?? 0 }

    /// Five rows that cannot be taken in, one of each kind, between good ones.
    private func withBadRows(_ rows: [LogRow]) -> [UInt8] {
        var lines = [CSVWriter.line(LogRow.columns, ";")] + rows.map { CSVWriter.line($0.values, ";") }
        guard let model = rows.first(where: { $0["itemclass"] == ClassName.appointment.rawValue })?.values else {
            return []
        }
        func changed(_ name: String, _ value: String) -> [String] {
            var fields = model
            fields[column(name)] = value
            return fields
        }
        var backwards = model
        backwards.swapAt(column("starttime"), column("endtime"))
        let bad = [
            Array(model.dropLast(9)), changed("originallastmodifiedtime", "yesterday"),
            changed("appointmentsequencenumber", "many"), backwards, changed("globalobjectid", ""),
        ]
        for (index, fields) in bad.enumerated() {
            lines.insert(CSVWriter.line(fields, ";"), at: min(lines.count, 4 + index * 7))
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// The cmdlet's names in another order, a column that nobody knows, a spreadsheet's numbers and truth values, every
    /// tenth row twice.
    private func inOtherColumns(_ rows: [LogRow]) -> [UInt8] {
        let names = [
            "logtime": "Local Log Time", "globalobjectid": "GlobalObjectId", "itemclass": "Item_Class",
            "mapiisalldayevent": "MapiIsAllDayEvent", "calendarlogtriggeraction": "CalendarLogTriggerAction",
        ]
        let order = Array(LogRow.columns.indices.reversed())
        let header = order.map { names[LogRow.columns[$0]] ?? LogRow.columns[$0] } + ["Sensitivity"]
        let table = rows.enumerated().flatMap { index, row -> [[String]] in
            var values = row.values
            for name in ["itemversion", "appointmentsequencenumber", "appointmentstate", "duration"] {
                values[column(name)] += ".0"
            }
            for name in ["appointmentrecurring", "isexception", "mapiisalldayevent"] {
                values[column(name)] = values[column(name)].uppercased()
            }
            let fields = order.map { values[$0] } + ["Normal"]
            return index % 10 == 0 ? [fields, fields] : [fields]
        }
        return CSVWriter.bytes(header: header, rows: table)
    }

    /// Every seventh subject has the delimiter, a quotation mark and a line break in it.
    private func withLineBreak(_ index: Int, _ row: LogRow) -> LogRow {
        guard index % 7 == 0 else { return row }
        var row = row
        row.values[column("normalizedsubject")] += "; the \"big\" one,\nsecond line"
        return row
    }
}
