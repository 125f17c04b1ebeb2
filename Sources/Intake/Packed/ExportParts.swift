import Primitives

/// The exports that lie in one file: itself, what is packed in it, or the sheets of a workbook. Each is read as if it
/// lay on the disk by itself, and its rows are known by the same identities.
package struct ExportParts {
    /// Files packed in packed files are opened so deep.
    private static let deepest = 4

    /// The file on the disk.
    package let path: String
    private let limits: ReaderLimits
    private var waiting: [Part]
    private var isFirst = true

    /// One export, or why there is none.
    package struct Part {
        /// The path of the file, with the names of what it lies in between: `logs.zip/alice@example.com.csv`.
        package let path: String
        /// Whether it was found in an archive or a workbook, and so nobody has named it.
        package let isFound: Bool
        /// Whether it is all that there is in the file.
        package fileprivate(set) var isAlone: Bool
        fileprivate let depth: Int
        /// What is noticed while it is unpacked, for who reads it to its end.
        package private(set) var remarks = PartRemarks()
        let open: () throws(IntakeError) -> ByteSource

        fileprivate func replaced(_ open: @escaping () throws(IntakeError) -> ByteSource) -> Part {
            Part(path: path, isFound: isFound, isAlone: isAlone, depth: depth + 1, remarks: remarks, open: open)
        }

        fileprivate func refused(_ error: IntakeError) -> Part {
            replaced { () throws(IntakeError) in throw error }
        }

        fileprivate func inner(
            _ name: String, _ open: @escaping () throws(IntakeError) -> ByteSource
        ) -> Part {
            Part(path: path + "/" + name, isFound: true, isAlone: false, depth: depth + 1, open: open)
        }
    }

    /// Opens nothing yet: what is wrong with the file is told by its first part.
    package init(path: String, limits: ReaderLimits = ReaderLimits()) {
        var stored: StoredBytes?
        self.init(path: path, limits: limits) { () throws(IntakeError) in
            // Standard input is there once.
            if let stored { return ByteSource(stored, path: path) }
            let bytes = try ByteSource(path: path).stored()
            stored = bytes
            return ByteSource(bytes, path: path)
        }
    }

    init(path: String, limits: ReaderLimits, _ open: @escaping () throws(IntakeError) -> ByteSource) {
        self.path = path
        self.limits = limits
        waiting = [Part(path: path, isFound: false, isAlone: true, depth: 0, open: open)]
    }

    /// The next export; nil when there are no more. What cannot be opened says so when it is read.
    package mutating func next() -> Part? {
        while let part = waiting.popLast() {
            do throws(IntakeError) {
                guard let found = try unpacked(part) else { return part }
                waiting += found.reversed()
            } catch {
                return part.refused(error)
            }
        }
        return nil
    }

    /// What a part turns out to hold; nil when it is to be read as it is.
    private func unpacked(_ part: Part) throws(IntakeError) -> [Part]? {
        let source = try part.open()
        if source.recordForm != .json { return nil }
        let head = try source.head(FileHead.bytes)
        let open = part.open, limits = limits, path = part.path
        if head.starts(with: GzipStream.signature) {
            try refuseDepth(of: part)
            let remarks = part.remarks
            return [
                part.replaced { () throws(IntakeError) in
                    ByteSource(path: path) { () throws(IntakeError) in
                        GzipStream(try open(), limits: limits, remarks: remarks)
                    }
                }
            ]
        }
        if head.starts(with: ZipArchive.signature) || head.starts(with: ZipArchive.emptySignature) {
            try refuseDepth(of: part)
            let archive = try ZipArchive(try source.stored(), path: path)
            return Workbook.isWorkbook(archive)
                ? try sheets(of: Workbook(archive, limits: limits), part) : try files(of: archive, part)
        }
        if head.withUnsafeBufferPointer(CLIXMLStream.begins) {
            return [
                part.replaced { () throws(IntakeError) in
                    ByteSource(path: path, recordForm: .clixml) { () throws(IntakeError) in
                        CLIXMLStream(try open(), limits: limits)
                    }
                }
            ]
        }
        return nil
    }

    private func refuseDepth(of part: Part) throws(IntakeError) {
        guard part.depth >= ExportParts.deepest else { return }
        throw IntakeError(
            .unreadable, path: part.path,
            """
            it is packed in more than \(ExportParts.deepest) archives, one in the other. Unpack them yourself, and take in what comes out.
            """)
    }

    private func files(of archive: ZipArchive, _ part: Part) throws(IntakeError) -> [Part] {
        let entries = archive.entries.filter { entry in
            !entry.name.isEmpty
                && !entry.name.split(separator: "/").contains { InputFinder.isPassedOver(name: String($0)) }
                && !entry.name.hasPrefix("__MACOSX/")
        }
        guard !entries.isEmpty else {
            throw IntakeError(.empty, path: part.path, "this is a zip archive without a file. Pack the exports again.")
        }
        if let words = NoExport.words(ofArchive: entries.map(\.name)) {
            throw IntakeError(.binary, path: part.path, words)
        }
        let companions = SupportScript.companions(among: entries.map(\.name))
        let limits = limits
        return entries.map { entry in
            let path = part.path + "/" + entry.name
            let inner = part.inner(entry.name) { () throws(IntakeError) in
                try archive.source(of: entry, path: path, limits: limits)
            }
            return companions.contains(entry.name) ? inner.refused(SupportScript.isCompanion(path: path)) : inner
        }
    }

    private func sheets(of book: Workbook, _ part: Part) throws(IntakeError) -> [Part] {
        guard !book.sheets.isEmpty else {
            throw IntakeError(.empty, path: part.path, "this is a workbook without a worksheet. Export it again.")
        }
        let roles = SupportScript.Sheets(names: book.sheets.map(\.name))
        return book.sheets.map { sheet in
            let path = part.path + "/" + sheet.name
            guard !roles.isCompanion(sheet.name) else {
                return part.inner(sheet.name) { () throws(IntakeError) in
                    throw SupportScript.isCompanion(path: path)
                }
            }
            return part.inner(sheet.name) { () throws(IntakeError) in
                try book.source(of: sheet, mailbox: try book.mailbox(of: sheet, roles))
            }
        }
    }
}

/// What is noticed of a packed file that is read well all the same.
package final class PartRemarks {
    /// How many bytes stand behind the last member of a gzip file and are of none.
    var bytesBehindGzip: Int64 = 0

    init() {}

    /// In words that follow the file's name.
    package var notes: [String] {
        guard bytesBehindGzip > 0 else { return [] }
        return [
            "\(Int(clamping: bytesBehindGzip), "byte stands", "bytes stand") behind the end of the gzip data and \(bytesBehindGzip == 1 ? "was" : "were") passed over, as gzip does it (trailing garbage). If something was added to the file, compress that by itself."
        ]
    }
}

extension Workbook {
    /// The mailbox that the line above the header names: of the sheet itself, or of the readable log that belongs to
    /// it.
    fileprivate func mailbox(of sheet: Sheet, _ roles: SupportScript.Sheets) throws(IntakeError) -> String? {
        if let own = try head(of: sheet).title?.mailbox { return own }
        guard let name = roles.readable(of: sheet.name), let readable = sheets.first(where: { $0.name == name })
        else { return nil }
        return try head(of: readable).title?.mailbox
    }
}

extension ByteSource {
    /// The first bytes, of which nothing is taken.
    func head(_ count: Int) throws(IntakeError) -> [UInt8] {
        var source = again()
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
        defer { buffer.deallocate() }
        var filled = 0
        while filled < count {
            let step = try source.read(into: UnsafeMutableBufferPointer(rebasing: buffer[filled...]))
            if step == 0 { break }
            filled += step
        }
        return Array(buffer[..<filled])
    }
}
