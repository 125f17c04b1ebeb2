import ExchangeFormats
import Foundation
import Primitives

/// Looks at all finished tables of a folder.
package enum FolderCheck {
    private struct Found: Sendable {
        var name: String
        var table: String
        /// `YYYY-MM`, or empty.
        var month: String
        var form: Int
    }

    /// What tables can be called in any profile; those that others refer to come first.
    package static let tableNames = [
        "employees_groups", "employees", "users", "emails", "interactions", "interactions_meetings",
        "interactions_emails", "meetings", "participants", "calendar_log",
    ]

    /// - Parameters:
    ///   - before: rows before masking and rows written, by file name, as the export reported them.
    ///   - instead: other files to look into, by the name of the one that they stand for: the rows of a table that no
    ///     earlier look has seen.
    ///   - only: names of the files that are looked at; nil for every file of the folder.
    ///   - allowsText: whether subjects were asked for; without, each is a leak.
    ///   - allowsClear: whether names in clear were asked for. Calendar files may have them, tables never.
    /// - Returns: nil when there is no such folder, or no table in it.
    package static func report(
        folder: String, before: [String: (rows: Int, rowsBefore: Int?)] = [:], instead: [String: String] = [:],
        only: Set<String>? = nil, allowsText: Bool = false, allowsClear: Bool = false
    ) throws -> CheckReport? {
        guard let contents = FolderContents(of: folder) else { return nil }
        let names = contents.files.filter { !$0.contains("/") && only?.contains($0) ?? true }
        let tables = names.filter { instead[$0] != nil || !FolderContents.isOdd(folder + "/" + $0) }
            .compactMap(found).sorted { ($0.month, $0.form, $0.name) < ($1.month, $1.form, $1.name) }
        let known = Set(tables.map(\.name))
        let others = contents.files.filter {
            !known.contains($0) && !$0.hasSuffix(".part") && only?.contains($0) ?? true
        }
        let oddities = only == nil ? contents.oddities : []
        guard !tables.isEmpty || !others.isEmpty || !oddities.isEmpty else { return nil }
        let look = Look(folder: folder, before: before, instead: instead, allowsText: allowsText)
        var report = CheckReport()
        for month in tables.chunked(by: \.month) { report.files += try look.files(of: month) }
        for (name, _) in before.sorted(by: { $0.key < $1.key }) where !tables.contains(where: { $0.name == name }) {
            var file = CheckReport.File(name: name)
            file.findings = [
                .init(
                    severity: .error, code: "missing", column: nil, count: 1, line: nil,
                    what: "the export wrote it, and it is not in the folder")
            ]
            report.files.append(file)
        }
        for name in names.sorted() where name.hasSuffix(".part") { report.files.append(halfFile(name)) }
        let terms = CalendarCheck.Terms(allowsClear: allowsClear, allowsText: allowsText)
        for name in others {
            report.files.append(
                name.hasSuffix(".ics") && !FolderContents.isOdd(folder + "/" + name)
                    ? calendarFile(name, at: folder + "/" + name, terms) : otherFile(name, in: folder))
        }
        for (name, finding) in oddities { report.files.append(CheckReport.File(name: name, findings: [finding])) }
        PackageCheck.add(folder, names, to: &report)
        return report
    }

    /// A calendar file by itself.
    ///
    /// - Returns: nil when there is no such file.
    package static func report(calendar path: String, allowsText: Bool, allowsClear: Bool) -> CheckReport? {
        var status = stat()
        guard path.hasSuffix(".ics"), stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var report = CheckReport()
        report.files.append(
            calendarFile(
                URL(filePath: path).lastPathComponent, at: path,
                CalendarCheck.Terms(allowsClear: allowsClear, allowsText: allowsText)))
        return report
    }

    private static func calendarFile(_ name: String, at path: String, _ terms: CalendarCheck.Terms) -> CheckReport.File
    {
        var file = CalendarCheck.report(path: path, name: name, terms)
        if !terms.allowsClear, AddressScan((name.removingPercentEncoding ?? name).utf8).addresses > 0 {
            file.findings.insert(nameInClear, at: 0)
        }
        return file
    }

    private static let nameInClear = CheckReport.Finding(
        severity: .error, code: "name", column: nil, count: 1, line: nil, what: "its name is an address in clear")

    private static func halfFile(_ name: String) -> CheckReport.File {
        var file = CheckReport.File(name: name)
        file.findings = [
            .init(
                severity: .warning, code: "part", column: nil, count: 1, line: nil,
                what: "an export did not end, or is still at work; this is half a file")
        ]
        return file
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    private static func isStore(_ path: String) -> Bool {
        if path.hasSuffix("-wal") || path.hasSuffix("-shm") { return isStore(String(path.dropLast(4))) }
        return head(of: path) == Data("SQLite format 3\0".utf8)
    }

    private static func head(of path: String) -> Data? {
        guard PlainFile.isThere(path), let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        return try? file.read(upToCount: 16)
    }

    /// gzip, zip (also a workbook), bzip2, xz, 7-Zip, Zstandard, Parquet.
    private static let packedForms: [[UInt8]] = [
        [0x1F, 0x8B], Array("PK\u{3}\u{4}".utf8), Array("BZh".utf8), [0xFD, 0x37, 0x7A, 0x58, 0x5A],
        [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], [0x28, 0xB5, 0x2F, 0xFD], Array("PAR1".utf8),
    ]

    private static func isPacked(_ path: String) -> Bool {
        guard let head = head(of: path) else { return false }
        return packedForms.contains { head.starts(with: $0) }
    }

    /// Of a file whose form is not known every byte is looked at for addresses.
    private static func otherFile(_ name: String, in folder: String) -> CheckReport.File {
        var file = CheckReport.File(name: name), ledger = FindingLedger()
        if isLink(folder + "/" + name) {
            ledger.note(.error, "link") { _ in
                "it is a link, and what it leads to may be anything: put the file itself here, or take the link away"
            }
        } else if FolderContents.isOdd(folder + "/" + name) {
            ledger.note(.error, "unreadable") { _ in
                "it is no plain file, so nobody knows what comes out of it: take it away"
            }
        } else if isStore(folder + "/" + name), !isTables(name, in: folder) {
            ledger.note(.error, "store") { _ in
                "it is a database, perhaps the store with all that is known: it does not belong among tables"
            }
            scan(folder + "/" + name, hasLines: false, &ledger)
        } else if isPacked(folder + "/" + name) {
            ledger.note(.error, "packed") { _ in
                "it is compressed, so nobody sees whether addresses stand in it: unpack it, or take it away"
            }
        } else {
            scan(folder + "/" + name, hasLines: !isStore(folder + "/" + name), &ledger)
        }
        if AddressScan((name.removingPercentEncoding ?? name).utf8).addresses > 0 {
            ledger.note(.error, "name") { _ in "its name is an address in clear" }
        }
        // A night keeps the rows of a table that changed under the table's own name, in a folder below.
        let ownName = name.split(separator: "/").last.map(String.init) ?? name
        if found(ownName) == nil, let table = table(ofColumnsIn: folder + "/" + name) {
            ledger.note(.error, "columns") { _ in
                "it has the columns of '\(table)' under another name, so it was looked at for addresses alone: give it that name, or take it away"
            }
        } else if name.hasSuffix(".csv") {
            ledger.note(.warning, "name") { _ in "no table has this name; it was looked at for addresses alone" }
        }
        file.findings = ledger.findings
        return file
    }

    /// The table whose columns the first line of a file names, whatever parts them; nil where it is none.
    private static func table(ofColumnsIn path: String) -> String? {
        guard PlainFile.isThere(path), let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        guard let head = try? file.read(upToCount: 4_096) else { return nil }
        let line = String(decoding: head, as: UTF8.self).drop { $0 == "\u{FEFF}" }.prefix { !$0.isNewline }
        let names = line.split(omittingEmptySubsequences: false) { ";,\t|".contains($0) }.map {
            $0.trimmingCharacters(in: CharacterSet(charactersIn: " \"")).lowercased()
        }
        guard names.count > 1 else { return nil }
        return tableNames.first { table in
            TableForm.named(table).contains { form in
                names.allSatisfy { name in form.columns.contains { $0.name == name } }
            }
        }
    }

    /// Texts stand in a SQLite file as they are, so that addresses are found in it as in any other file.
    private static func scan(_ path: String, hasLines: Bool, _ ledger: inout FindingLedger) {
        guard let scan = AddressScan(path: path) else {
            return ledger.note(.error, "unreadable") { _ in "it cannot be read; check who may read it" }
        }
        guard scan.addresses > 0 else { return }
        ledger.note(.error, "address", line: hasLines ? scan.firstLine : nil, count: scan.addresses) {
            "\($0, "address stands", "addresses stand") in it in clear"
        }
    }

    /// Whether a database is named as an export's SQLite file is, and is not a store under that name.
    private static func isTables(_ name: String, in folder: String) -> Bool {
        let tables = SQLiteTables.fileName(month: nil)
        guard name == tables || name.hasSuffix("_" + tables),
            let file = FileHandle(forReadingAtPath: folder + "/" + name)
        else { return false }
        defer { try? file.close() }
        // The number by which a program knows its own files (SQLite file format, 1.3.15); tables have none.
        let number = (try? file.seek(toOffset: 68)).flatMap { _ in try? file.read(upToCount: 4) }
        return number == Data(repeating: 0, count: 4)
    }

    /// How tables are looked at.
    private struct Look: Sendable {
        var folder: String
        var before: [String: (rows: Int, rowsBefore: Int?)]
        var instead: [String: String]
        var allowsText: Bool

        /// Each holds a record of its table, and the ids of one instant.
        private static let mostAtOnce = 2

        /// Looks at the tables of one month: at those that others refer to first, and then at the others side by side.
        func files(of month: ArraySlice<Found>) throws -> [CheckReport.File] {
            var ids = KnownIDs()
            let referredTo = month.prefix {
                TableForm.named($0.table).contains { $0.columns.contains { $0.defines != nil } }
            }
            let first = referredTo.map { file($0, &ids) }
            let others = month.dropFirst(referredTo.count)
            guard !others.isEmpty else { return first }
            let threads = min(others.count, Look.mostAtOnce)
            let channel = Channel<(place: Int, file: CheckReport.File)>(capacity: others.count, producers: threads)
            for thread in others.indices.prefix(threads) {
                channel.fill { [known = ids] in
                    var ids = known
                    for place in stride(from: thread, to: others.endIndex, by: threads) {
                        _ = channel.send((place, file(others[place], &ids)))
                    }
                }
            }
            var found: [(place: Int, file: CheckReport.File)] = []
            while let next = try channel.receive() { found.append(next) }
            return first + found.sorted { $0.place < $1.place }.map(\.file)
        }

        private func file(_ table: Found, _ ids: inout KnownIDs) -> CheckReport.File {
            let path = instead[table.name] ?? folder + "/" + table.name
            var file = FileCheck.report(
                path: path, name: table.name, table: table.table,
                month: FolderCheck.days(of: table.month),
                allowsText: allowsText, ids: &ids)
            if !table.month.isEmpty, FolderCheck.days(of: table.month) == nil {
                file.findings.append(
                    .init(
                        severity: .error, code: "month", column: nil, count: 1, line: nil,
                        what: "\(table.month), with which its name begins, is no month"))
            }
            lookAtEveryByte(of: path, &file)
            guard let known = before[table.name] else { return file }
            file.rowsBefore = known.rowsBefore
            if known.rows != file.rows {
                file.findings.insert(
                    .init(
                        severity: .error, code: "rows", column: nil, count: abs(known.rows - file.rows), line: nil,
                        what: "it has \(file.rows, "row"), and the export wrote \(known.rows)"),
                    at: 0)
            }
            return file
        }
    }

    /// Where rows could not be looked at by their columns, every byte is looked at for addresses: a known name makes no
    /// file safer than an unknown one.
    private static func lookAtEveryByte(of path: String, _ file: inout CheckReport.File) {
        guard file.findings.contains(where: { ClearTables.codesOfUnknownForm.contains($0.code) }),
            !file.findings.contains(where: { $0.code == "address" }),
            let scan = AddressScan(path: path), scan.addresses > 0
        else { return }
        var ledger = FindingLedger()
        ledger.note(.error, "address", line: scan.firstLine, count: scan.addresses) {
            "\($0, "address stands", "addresses stand") in it in clear"
        }
        file.findings += ledger.findings
    }

    /// Whether a table is called so, or what is said of tables beside them.
    package static func isOfTables(_ name: String) -> Bool { found(name) != nil || DataPackage.isName(name) }

    private static func found(_ name: String) -> Found? {
        guard name.hasSuffix(".csv") else { return nil }
        var rest = name.dropLast(4)
        var month = ""
        if rest.count > 8, rest.dropFirst(7).first == "_",
            rest.prefix(7).allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "-") })
        {
            month = String(rest.prefix(7))
            rest = rest.dropFirst(8)
        }
        guard let form = tableNames.firstIndex(of: String(rest)) else { return nil }
        return Found(name: name, table: String(rest), month: month, form: form)
    }

    /// The days of a month and one on either side: its bounds may be those of another zone than UTC.
    fileprivate static func days(of month: String) -> Range<CivilDate>? {
        guard let first = StatedTime.month(month) else { return nil }
        return first.advanced(byDays: -1)..<first.firstOfNextMonth.advanced(byDays: 1)
    }
}

extension Array {
    /// Neighbours that have a value in common, group by group.
    fileprivate func chunked(by value: (Element) -> some Equatable) -> [ArraySlice<Element>] {
        var groups: [ArraySlice<Element>] = []
        var rest = self[...]
        while let first = rest.first {
            let group = rest.prefix { value($0) == value(first) }
            groups.append(group)
            rest = rest.dropFirst(group.count)
        }
        return groups
    }
}
