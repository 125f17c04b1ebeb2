import ExchangeFormats
import Primitives

/// Ids that other tables refer to. Grows with the organisation: eight bytes for each person and group.
struct KnownIDs {
    private var employees: Set<UInt64>?
    private var groups: Set<UInt64>?

    /// From now on the ids are known, even when there are none.
    mutating func begin(_ table: TableForm.Reference) {
        if table == .employees { employees = employees ?? [] } else { groups = groups ?? [] }
    }

    /// - Returns: whether the id is new.
    mutating func insert(_ id: ArraySlice<UInt8>, into table: TableForm.Reference) -> Bool {
        let code = KnownIDs.code(id)
        return (table == .employees ? employees?.insert(code).inserted : groups?.insert(code).inserted) ?? true
    }

    /// True as well where the other table is not there to ask.
    func holds(_ id: ArraySlice<UInt8>, in table: TableForm.Reference) -> Bool {
        let known = table == .employees ? employees : groups
        return known?.contains(KnownIDs.code(id)) ?? true
    }

    /// Ten characters of a pseudonym: sixty bits of chance.
    static func code(_ id: ArraySlice<UInt8>) -> UInt64 { id.prefix(10).reduce(0) { $0 &* 67 &+ UInt64($1) } }
}

/// Reads one finished table and judges every value, in one pass and in bounded memory.
struct FileCheck {
    private let form: TableForm
    private let span: (start: Int, end: Int)?
    private let month: Range<CivilDate>?
    private let allowsText: Bool
    private var records: StrictRecords
    private var ledger = FindingLedger()
    /// By column: there are few kinds of values that pass, and a dictionary asked for each would cost more than the
    /// rest.
    private var passed: [[(what: String, count: Int)]]
    /// By column, what was found of words that stand in many rows: a look at the tables of zones costs a thousand times
    /// as much as the rest of a row.
    private var wordVerdicts: [[ArraySlice<UInt8>: ValueVerdict]]
    private var hashed = 0
    private var rows = 0
    private var lastTime: [UInt8] = []
    private var idsOfTime: Set<UInt64> = []

    /// Ids of one time that are kept to find repeated ones; what a time has beyond them is not compared.
    private static let mostIDsOfTime = 1 << 20

    /// Words of a column whose verdicts are kept; a table of hostile ones has any number.
    private static let mostWords = 1 << 10

    private init(_ form: TableForm, _ records: StrictRecords, month: Range<CivilDate>?, allowsText: Bool) {
        self.form = form
        span = form.span
        self.allowsText = allowsText
        self.records = records
        self.month = month
        passed = Array(repeating: [], count: form.columns.count)
        wordVerdicts = Array(repeating: [:], count: form.columns.count)
    }

    /// - Parameters:
    ///   - name: the file's name in the report.
    ///   - table: which table it is, by its name.
    ///   - month: the days that the name's month has.
    ///   - allowsText: whether subjects, and blobs that hold some, were asked for.
    ///   - ids: what other tables of the same month defined; what this one defines is added.
    static func report(
        path: String, name: String, table: String, month: Range<CivilDate>?, allowsText: Bool = false,
        ids: inout KnownIDs
    ) -> CheckReport.File {
        var file = CheckReport.File(name: name)
        func refused(_ code: String, _ what: String) -> CheckReport.File {
            file.findings = [.init(severity: .error, code: code, column: nil, count: 1, line: nil, what: what)]
            return file
        }
        guard var records = StrictRecords(path: path) else {
            return refused("unreadable", "it cannot be read; check who may read it")
        }
        guard records.next() else { return refused("noHeader", "it is empty: not even a header stands in it") }
        let header = (0..<records.count).map { String(decoding: records.field($0), as: UTF8.self) }
        let forms = TableForm.named(table)
        guard let form = TableForm.matching(header, among: forms) else {
            return refused("columns", difference(header, forms))
        }
        var check = FileCheck(form, records, month: month, allowsText: allowsText)
        check.run(&ids)
        file.rows = check.rows
        file.hashed = check.hashed
        file.findings = check.ledger.findings
        file.passed = zip(form.columns, check.passed).flatMap { column, classes in
            classes.sorted { $0.what < $1.what }.map { .init(column: column.name, what: $0.what, count: $0.count) }
        }
        return file
    }

    /// The first column that is not as it should be.
    private static func difference(_ header: [String], _ forms: [TableForm]) -> String {
        // The form that has most of the names is the one that was meant.
        guard let meant = forms.max(by: { left, right in shared(header, left) < shared(header, right) }) else {
            return "no such table"
        }
        let names = meant.columns.map(\.name)
        for (index, name) in names.enumerated() {
            guard index < header.count else {
                return "column \(index + 1) is missing and should be '\(name)'; the rows were not looked at"
            }
            // A file without a head line begins with values, which nobody shall read here.
            let found =
                TableForm.columnNames.contains(header[index].lowercased()) ? "'\(header[index])'" : "no column's name"
            if header[index] != name {
                return "column \(index + 1) is \(found) and should be '\(name)'; the rows were not looked at"
            }
        }
        return "it has \(header.count) columns and should have \(names.count); the rows were not looked at"
    }

    private static func shared(_ header: [String], _ form: TableForm) -> Int {
        form.columns.count { header.contains($0.name) }
    }

    private mutating func run(_ ids: inout KnownIDs) {
        for column in form.columns { column.defines.map { ids.begin($0) } }
        // A table that refers to itself is read once more when its ids are known.
        let refersToItself = form.columns.contains { column in
            column.refersTo != nil && form.columns.contains { $0.defines == column.refersTo }
        }
        var references: [(column: Int, line: Int, id: [UInt8])] = []
        let columns = Array(form.columns.enumerated())
        while records.next() {
            rows += 1
            guard records.count == form.columns.count else {
                ledger.note(.error, "fields", line: records.recordLine) { [count = form.columns.count] in
                    "\($0, "row has", "rows have") another number of fields than the \(count) of the header"
                }
                continue
            }
            for (index, column) in columns {
                let field = records.field(index)
                judge(field, column, index)
                if let table = column.defines, ValueCheck.isHash(field), !ids.insert(field, into: table) {
                    ledger.note(.error, "repeated", column: index, named: column.name, line: records.recordLine) {
                        "\($0, "id stands", "ids stand") in more than one row"
                    }
                }
                guard let table = column.refersTo else { continue }
                for id in referred(field, column) {
                    if refersToItself, form.columns.contains(where: { $0.defines == table }) {
                        references.append((index, records.recordLine, Array(id.prefix(10))))
                    } else if !ids.holds(id, in: table) {
                        dangling(index, table, records.recordLine)
                    }
                }
            }
            checkOrder()
            checkSpan()
        }
        for reference in references {
            guard let table = form.columns[reference.column].refersTo, !ids.holds(reference.id[...], in: table) else {
                continue
            }
            dangling(reference.column, table, reference.line)
        }
        noteFlaws()
    }

    private func referred(_ field: ArraySlice<UInt8>, _ column: TableForm.Column) -> [ArraySlice<UInt8>] {
        let values = column.kind == .hashList ? ValueCheck.list(field) ?? [] : [field]
        return values.filter(ValueCheck.isHash)
    }

    private mutating func dangling(_ index: Int, _ table: TableForm.Reference, _ line: Int) {
        let name = table == .employees ? "employees" : "employees_groups"
        ledger.note(.warning, "dangling", column: index, named: form.columns[index].name, line: line) {
            "\($0, "id is", "ids are") not in \(name)"
        }
    }

    private mutating func judge(_ field: ArraySlice<UInt8>, _ column: TableForm.Column, _ index: Int) {
        switch verdict(field, column, index) {
        case .fine: break
        case .empty:
            if column.isOptional {
                ledger.note(.warning, "partlyEmpty", column: index, named: column.name, line: records.recordLine) {
                    "\($0, "value is empty; the loader passes it on as an empty text", "values are empty; the loader passes them on as empty texts")"
                }
            }
        case .hashed: hashed += 1
        case .passed(let what): notePassed(what, index)
        case .wrong(let problem) where allowsText && (problem == .text || problem == .blobText):
            notePassed("free text", index)
        case .wrong(let problem):
            ledger.note(
                problem.isWarning ? .warning : .error, problem.rawValue, column: index, named: column.name,
                line: records.recordLine
            ) {
                "\($0, "value is", "values are") \(problem.sentence)"
            }
        }
    }

    private mutating func verdict(
        _ field: ArraySlice<UInt8>, _ column: TableForm.Column, _ index: Int
    ) -> ValueVerdict {
        guard case .known = column.kind, field.count <= 256 else { return ValueCheck.verdict(field, column.kind) }
        if let known = wordVerdicts[index][field] { return known }
        let verdict = ValueCheck.verdict(field, column.kind)
        if wordVerdicts[index].count < FileCheck.mostWords { wordVerdicts[index][ArraySlice(Array(field))] = verdict }
        return verdict
    }

    private mutating func notePassed(_ what: String, _ index: Int) {
        guard let known = passed[index].firstIndex(where: { $0.what == what }) else {
            return passed[index].append((what, 1))
        }
        passed[index][known].count += 1
    }

    /// Rows stand in order of time, in the month of the name, and no two of one time have one id.
    private mutating func checkOrder() {
        guard let time = form.time else { return }
        let value = records.field(time), column = form.columns[time].name
        let order = lastTime.lexicographicallyPrecedes(value)
        if !order, !lastTime.elementsEqual(value), !lastTime.isEmpty {
            ledger.note(.warning, "order", column: time, named: column, line: records.recordLine) {
                "\($0, "row stands", "rows stand") after a later one"
            }
        }
        if let month, let date = ValueCheck.date(value.prefix(10)), !month.contains(date) {
            ledger.note(.warning, "month", column: time, named: column, line: records.recordLine) {
                "\($0, "row lies", "rows lie") outside the month in the file's name, by a day or more"
            }
        }
        guard let id = form.id else { return lastTime = Array(value) }
        if !lastTime.elementsEqual(value) {
            lastTime = Array(value)
            idsOfTime.removeAll(keepingCapacity: true)
        }
        guard idsOfTime.count < FileCheck.mostIDsOfTime, !idsOfTime.insert(KnownIDs.code(records.field(id))).inserted
        else { return }
        ledger.note(.error, "repeated", column: id, named: form.columns[id].name, line: records.recordLine) {
            "\($0, "id stands", "ids stand") in more than one row"
        }
    }

    /// Nothing ends before it starts.
    private mutating func checkSpan() {
        guard let span, FileCheck.isEarlier(records.field(span.end), than: records.field(span.start)) else { return }
        ledger.note(
            .error, "endBeforeStart", column: span.end, named: form.columns[span.end].name, line: records.recordLine
        ) {
            "\($0, "row ends", "rows end") before the start"
        }
    }

    /// Compares two times to the second, then by their fractions, which may have other lengths; an empty one is never
    /// earlier.
    private static func isEarlier(_ time: ArraySlice<UInt8>, than other: ArraySlice<UInt8>) -> Bool {
        let seconds = 19
        guard time.count >= seconds, other.count >= seconds else { return false }
        let (one, two) = (time.prefix(seconds), other.prefix(seconds))
        guard one.elementsEqual(two) else { return one.lexicographicallyPrecedes(two) }
        func fraction(_ time: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
            var digits = time.dropFirst(seconds + 1)
            while digits.last == UInt8(ascii: "0") { digits.removeLast() }
            return digits
        }
        return fraction(time).lexicographicallyPrecedes(fraction(other))
    }

    private mutating func noteFlaws() {
        for (flaw, found) in records.flaws {
            let what: (Int) -> String =
                switch flaw {
                case .byteOrderMark:
                    { _ in "it begins with a byte order mark, which becomes part of the first column's name" }
                case .lineFeedAlone: { "\($0, "line ends", "lines end") with LF alone; the format has CRLF" }
                case .carriageReturnAlone: { "\($0, "line ends", "lines end") with CR alone; the format has CRLF" }
                case .noLastLineEnd: { _ in "its last line has no end: the file may have been cut off" }
                case .strayQuote: { "\($0, "quote stands", "quotes stand") within a field that is not quoted" }
                case .textAfterQuote: { "\($0, "field goes on after its", "fields go on after their") closing quote" }
                case .unclosedQuote: { _ in "a quote is never closed" }
                case .nul: { "\($0, "NUL byte"): it is not text in UTF-8" }
                case .unreadable: { _ in "it cannot be read to its end" }
                case .endlessField:
                    { _ in "a row has more than 64 MiB: a quote may never be closed; what follows was not looked at" }
                }
            ledger.note(.error, flaw.rawValue, line: found.line, count: found.count, what)
        }
    }
}
