import Testing

@testable import Intake

/// Exports in gzip files and zip archives are the exports themselves.
@Suite struct ZipTests {
    static let plain: [UInt8] = (try? fileBytes(fixtures + "formats/objects-numeric/anna.berg@example.com.csv")) ?? []
    static let path = "anna.berg@example.com.csv"

    private func expectSame(_ read: ReadParts, sourceLocation: SourceLocation = #_sourceLocation) {
        let rows = ReadParts(Self.plain, path: Self.path).rows
        #expect(!rows.isEmpty)
        #expect(read.refusals.isEmpty, "\(read.refusals)", sourceLocation: sourceLocation)
        #expect(read.rows == rows, sourceLocation: sourceLocation)
    }

    @Test func aGzipFileIsWhatIsInIt() {
        expectSame(ReadParts(Packing.gzip(Self.plain), path: Self.path + ".gz"))
        let half = Self.plain.count / 2
        expectSame(
            ReadParts(
                Packing.gzip(Array(Self.plain[..<half])) + Packing.gzip(Array(Self.plain[half...])) + [0, 0, 0],
                path: Self.path + ".gz"))
        expectSame(ReadParts(Packing.gzip(Packing.gzip(Self.plain)), path: Self.path + ".gz.gz"))
    }

    /// gzip's own tools warn of what is added behind the data: so it is here.
    @Test(arguments: [1, 2, 70_000, 200_000])
    func whatStandsBehindGzipIsCounted(count: Int) throws {
        let garbage = [UInt8](repeating: UInt8(ascii: "x"), count: count)
        let notes = try remarks(of: Packing.gzip(Self.plain) + garbage).notes
        #expect(notes.first?.hasPrefix(count == 1 ? "1 byte stands" : "\(count) bytes stand") == true, "\(notes)")
        expectSame(ReadParts(Packing.gzip(Self.plain) + garbage, path: Self.path + ".gz"))
        // The zeros of a tape's block are nobody's.
        #expect(try remarks(of: Packing.gzip(Self.plain) + garbage.map { _ in 0 }).notes.isEmpty)
    }

    private func remarks(of bytes: [UInt8]) throws -> PartRemarks {
        var parts = ExportParts(path: "a.gz", limits: ReaderLimits()) { ByteSource(bytes: bytes, path: "a.gz") }
        let next = parts.next()
        let part = try #require(next)
        var reader = try ExportReader(part)
        while try reader.next() != nil {}
        return part.remarks
    }

    @Test(arguments: [false, true], [false, true])
    func anArchiveIsAFolder(isDeflated: Bool, isLarge: Bool) {
        let file = Packing.File(
            name: Self.path, content: Self.plain, isDeflated: isDeflated, isLarge: isLarge, hasDescriptor: isDeflated)
        let readme = Packing.File(name: "__MACOSX/._x.csv", content: [1])
        let read = ReadParts(
            Packing.zip(
                [readme, file, .init(name: "a/", content: [], isDeflated: false)], comment: [0x50, 0x4B, 5, 6],
                isLarge: isLarge),
            path: "logs.zip")
        expectSame(read)
        #expect(read.paths == ["logs.zip/" + Self.path])
        #expect(read.mailboxes.first == "anna.berg@example.com")
    }

    @Test func theMailboxIsTheArchivesName() {
        let read = ReadParts(
            Packing.zip([.init(name: "2024\\export.csv", content: Self.plain)]), path: "in/anna.berg@example.com.zip")
        expectSame(read)
        #expect(read.paths == ["in/anna.berg@example.com.zip/2024/export.csv"])
    }

    @Test func archivesInArchivesAreOpenedToACertainDepth() {
        var bytes = Packing.zip([.init(name: Self.path, content: Self.plain)])
        for _ in 0..<2 { bytes = Packing.zip([.init(name: "inner.zip", content: bytes, isDeflated: false)]) }
        expectSame(ReadParts(bytes, path: "logs.zip"))
        for _ in 0..<3 { bytes = Packing.zip([.init(name: "inner.zip", content: bytes)]) }
        #expect(ReadParts(bytes, path: "logs.zip").refusal?.explanation.contains("one in the other") == true)
    }

    @Test func whatHasAnotherNameOrFormIsToldApart() {
        let read = ReadParts(
            Packing.zip([
                .init(name: "../../etc/passwd.csv", content: Self.plain),
                .init(name: "b.csv", content: Self.plain, flags: 1),
                .init(name: "c.csv", content: Self.plain, method: 93),
                .init(name: "d.csv", content: Self.plain, statedChecksum: 1),
                .init(name: "e.csv", content: Self.plain, statedSize: 10),
            ]), path: "logs.zip")
        #expect(read.paths.first == "logs.zip/b.csv")
        #expect(read.paths.last == "logs.zip/etc/passwd.csv")
        #expect(read.refusals["logs.zip/b.csv"]?.explanation.contains("password") == true)
        #expect(read.refusals["logs.zip/c.csv"]?.explanation.contains("method 93") == true)
        #expect(read.refusals["logs.zip/d.csv"]?.explanation.contains("not what was packed") == true)
        #expect(read.refusals["logs.zip/e.csv"]?.explanation.contains("longer than its list says") == true)
        #expect(read.refusals["logs.zip/etc/passwd.csv"] == nil)
    }

    @Test func filesThatShareBytesAreRefused() {
        let zeros = [UInt8](repeating: 0x2C, count: 1 << 16)
        let read = ReadParts(
            Packing.zip([.init(name: "a.csv", content: zeros), .init(name: "b.csv", content: zeros, sharesBytes: true)]
            ),
            path: "logs.zip")
        #expect(read.refusal?.explanation.contains("lie over each other") == true)
    }

    /// Ten gigabytes of zeros in ten megabytes, in small.
    @Test func aBombIsRefusedAndSaysWhatToDo() {
        var options = CalendarReaderOptions()
        options.limits.freeExpansion = 1 << 16
        let header = Array("GlobalObjectId,ItemClass,StartTime\n".utf8)
        let bomb = header + [UInt8](repeating: UInt8(ascii: "\n"), count: 8 << 20)
        for read in [
            ReadParts(Packing.gzip(bomb), path: "x.csv.gz", options: options),
            ReadParts(Packing.zip([.init(name: "x.csv", content: bomb)]), path: "x.zip", options: options),
            ReadParts(Packing.gzip(Packing.gzip(bomb)), path: "x.csv.gz", options: options),
            ReadParts(
                Packing.zip([.init(name: "y.zip", content: Packing.zip([.init(name: "x.csv", content: bomb)]))]),
                path: "x.zip", options: options),
        ] {
            #expect(read.refusal?.explanation.contains("unpack it yourself") == true, "\(read)")
        }
        // What is small is nobody's danger, and what is no bomb has no bound.
        expectSame(ReadParts(Packing.gzip(Self.plain), path: Self.path + ".gz", options: options))
    }

    @Test func whatIsCutOffIsSaidAndNeverHangs() {
        let archive = Packing.zip([.init(name: Self.path, content: Self.plain)])
        let packed = Packing.gzip(Self.plain)
        for length in stride(from: 4, to: archive.count, by: 97) {
            #expect(!ReadParts(Array(archive[..<length]), path: "x.zip").refusals.isEmpty)
        }
        for length in stride(from: 2, to: packed.count, by: 97) {
            #expect(!ReadParts(Array(packed[..<length]), path: "x.gz").refusals.isEmpty)
        }
    }

    @Test func flippedBytesNeverTrap() {
        var generator = SeededGenerator(seed: 20_241_129)
        let archive = Packing.zip(
            [
                .init(name: Self.path, content: Array(Self.plain.prefix(2_000)), isLarge: true),
                .init(name: "b.csv", content: Array(Self.plain.prefix(500)), isDeflated: false),
            ], isLarge: true)
        for _ in 0..<3_000 {
            var bytes = archive
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = ReadParts(bytes, path: "x.zip")
        }
    }

    @Test func otherDocumentsAreNamed() {
        func words(_ names: [String]) -> String? {
            ReadParts(Packing.zip(names.map { .init(name: $0, content: [1]) }), path: "x").refusal?.explanation
        }
        #expect(words(["xl/workbook.bin", "[Content_Types].xml"])?.contains(".xlsb") == true)
        #expect(words(["content.xml", "META-INF/manifest.xml"])?.contains("OpenDocument") == true)
        #expect(words(["word/document.xml", "[Content_Types].xml"])?.contains("no workbook") == true)
        #expect(ReadParts(Packing.zip([]), path: "x").refusal?.code == .empty)
    }
}
