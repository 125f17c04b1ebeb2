import Digest
import Encodings
import ExchangeFormats
import Foundation
import Primitives
import Testing

@testable import Tables

@Suite struct CSVRowTests {
    @Test func quotesWhatMustBeQuoted() {
        var row = CSVRow(delimiter: UInt8(ascii: ";"))
        for field in ["plain", "a;b", "say \"x\"", "two\r\nlines", "", "a,b"] { row.add(field) }
        row.end()
        #expect(
            String(decoding: row.bytes, as: UTF8.self) == "plain;\"a;b\";\"say \"\"x\"\"\";\"two\r\nlines\";;a,b\r\n")
    }

    @Test func writesNumbersFlagsAndNothing() {
        var row = CSVRow(delimiter: 0x09)
        row.add(Int64(-5))
        row.add(true)
        row.add(Bool?.none)
        row.add(hex: [0xAB, 0x01])
        row.add(Int64?.none)
        row.end()
        #expect(String(decoding: row.bytes, as: UTF8.self) == "-5\tTrue\t\tAB01\t\r\n")
    }

    /// Fields of every nasty kind come back from an independent reader as they went in.
    @Test func anotherReaderReadsTheSame() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("CSV seed \(seed)")
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let alphabet = ["a", ";", "\"", "\n", "\r\n", " ", "é", ",", "=", "", "\t", "😀"]
        let rows = (0..<300).map { _ in
            (0..<5).map { _ in (0..<next(6)).map { _ in alphabet[next(alphabet.count)] }.joined() }
        }
        var text: [UInt8] = []
        for fields in rows { text += CSVRow.of(fields, delimiter: UInt8(ascii: ";")) }
        let file = FileManager.default.temporaryDirectory.appending(path: "rows-\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text).write(to: file)
        let python = Process()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = [
            "python3", "-c",
            "import csv,json,sys; print(json.dumps(list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8'), delimiter=';'))))",
            file.path,
        ]
        let pipe = Pipe()
        python.standardOutput = pipe
        do { try python.run() } catch { return }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        python.waitUntilExit()
        guard python.terminationStatus == 0 else { return }
        #expect(try JSONDecoder().decode([[String]].self, from: output) == rows)
    }
}

@Suite struct TimeTextTests {
    @Test(arguments: [
        (0, false, "1970-01-01 00:00:00"), (0, true, "1970-01-01 00:00:00.000"),
        (-1, false, "1969-12-31 23:59:59.9999999"),
        (17_000_000_000_000_000, false, "2023-11-14 22:13:20"),
        (17_000_000_000_120_000, false, "2023-11-14 22:13:20.012"),
    ])
    func writesInstants(ticks: Int, fraction: Bool, text: String) {
        #expect(TimeText.string(Instant(ticks: Int64(ticks)), fraction: fraction) == text)
    }

    @Test func compactForms() throws {
        #expect(TimeText.compact(Instant(ticks: 17_000_000_000_000_000)) == "20231114T221320Z")
        #expect(TimeText.compact(try #require(CivilDate(year: 2024, month: 2, day: 3))) == "20240203")
    }
}

@Suite struct AtomicFileTests {
    private let folder = NSTemporaryDirectory() + "/calfold-atomic-\(UUID().uuidString)"

    @Test func nothingStandsUnderTheNameUntilItIsWhole() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = try AtomicFile(folder: folder, name: "table.csv")
        try file.write(Array("half".utf8))
        #expect(!FileManager.default.fileExists(atPath: file.path))
        try file.commit()
        #expect(try String(contentsOfFile: file.path, encoding: .utf8) == "half")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["table.csv"])
    }

    @Test func bytesAreDigestedAsTheyAreWritten() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = try AtomicFile(folder: folder, name: "table.csv", isDigested: true)
        let piece = Array("2024-02-29;a@example.com\r\n".utf8)
        for _ in 0..<40_000 { try file.write(piece) }
        try file.commit(isStaged: true)
        let written = try Data(contentsOf: URL(filePath: file.path))
        #expect(written.count == 40_000 * piece.count)
        #expect(file.sha256 == Hex.lowercase(SHA256().digest(of: Array(written))))
        #expect(file.bytesWritten == Int64(written.count))
    }

    @Test func anAbandonedFileLeavesNothing() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            let file = try AtomicFile(folder: folder, name: "table.csv")
            try file.write(Array("half".utf8))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }

    /// A rename would put a file where a device was, for every program of the machine.
    @Test func whatIsNoFileIsNotReplaced() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder + "/folder", withIntermediateDirectories: true)
        #expect(mkfifo(folder + "/pipe", 0o600) == 0)
        for (name, target) in [("device", "/dev/null"), ("to-a-pipe", "pipe")] {
            try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(name)", withDestinationPath: target)
        }
        let standing = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        for name in standing {
            #expect(throws: WriteError.self, "\(name)") { try AtomicFile(folder: folder, name: name) }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == standing)
        // A link to a file, or to none, gives way to the file as ever.
        for target in ["gone.csv", "table.csv"] {
            try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: target)
            try AtomicFile(folder: folder, name: "link").commit()
            let type = try FileManager.default.attributesOfItem(atPath: folder + "/link")[.type]
            #expect(type as? FileAttributeType == .typeRegular)
            try FileManager.default.removeItem(atPath: folder + "/link")
            try Data().write(to: URL(filePath: folder + "/table.csv"))
        }
    }

    @Test(arguments: ["../table.csv", "a/b.csv", "", ".hidden"])
    func namesThatLeadElsewhereAreRefused(name: String) {
        #expect(throws: WriteError.self) { try AtomicFile(folder: folder, name: name) }
    }
}

@Suite struct SortedRowsTests {
    @Test(arguments: [100, 5_000, 1 << 30])
    func sortsWithAndWithoutRuns(limit: Int) throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("sort seed \(seed)")
        var state = seed
        let rows = SortedRows(limit: limit)
        var expected: [(SortedRows.Key, [UInt8])] = []
        for _ in 0..<1_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let key = SortedRows.Key(number: Int64(state >> 60), text: [UInt8((state >> 40) % 7)])
            let row = [UInt8](repeating: UInt8((state >> 20) % 200), count: Int((state >> 10) % 40))
            try rows.add(key, row: row)
            expected.append((key, row))
        }
        expected.sort { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1.lexicographicallyPrecedes($1.1) }
        var found: [[UInt8]] = []
        try rows.forEach { found.append(Array($0)) }
        #expect(found == expected.map(\.1))
    }
}
