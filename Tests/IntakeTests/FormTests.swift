import EventStore
import ExchangeFormats
import Testing

@testable import Intake

/// One way of writing rows to a file.
struct Dialect: CustomStringConvertible {
    enum Quoting: CaseIterable { case needed, always, random }

    var delimiter: UInt8 = UInt8(ascii: ";")
    var quoting = Quoting.needed
    var encoding = TextEncoding.utf8
    var hasMark = false
    var lineEnd = "\r\n"
    var endsLastLine = true
    var columns = SampleRow.columns
    var hasTypeLine = false

    var description: String {
        "\(delimiter) \(quoting) \(encoding) mark \(hasMark) end \(lineEnd.utf8.map { $0 }) last \(endsLastLine) type \(hasTypeLine) \(columns)"
    }

    /// Those that have every letter of the rows.
    private static let encodings: [TextEncoding] = [
        .utf8, .utf16LittleEndian, .utf16BigEndian, .windows1250, .windows1252,
    ]

    static func random(columns: [String], _ generator: inout SeededGenerator) -> Dialect {
        var dialect = Dialect()
        dialect.delimiter =
            [UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\t")].randomElement(using: &generator) ?? 0
        dialect.quoting = Quoting.allCases.randomElement(using: &generator) ?? .needed
        dialect.encoding = Dialect.encodings.randomElement(using: &generator) ?? .utf8
        dialect.hasMark =
            dialect.encoding != .windows1250 && dialect.encoding != .windows1252 && Bool.random(using: &generator)
        dialect.lineEnd = ["\r\n", "\n", "\r"].randomElement(using: &generator) ?? "\n"
        dialect.endsLastLine = Bool.random(using: &generator)
        dialect.columns = columns.shuffled(using: &generator)
        dialect.hasTypeLine = Bool.random(using: &generator)
        return dialect
    }

    /// What has to be stated for a file of this dialect.
    var options: CalendarReaderOptions { CalendarReaderOptions(encoding: hasMark ? nil : encoding) }

    func file(_ rows: [SampleRow], _ generator: inout SeededGenerator) -> [UInt8] {
        var lines = hasTypeLine ? ["#TYPE Selected.System.Object"] : []
        lines.append(line(columns, &generator))
        for row in rows { lines.append(line(columns.map { row.fields[$0] ?? "" }, &generator)) }
        return encoded(lines.joined(separator: lineEnd) + (endsLastLine ? lineEnd : ""))
    }

    private func line(_ fields: [String], _ generator: inout SeededGenerator) -> String {
        let separator = String(UnicodeScalar(delimiter))
        return fields.map { field in
            let isNeeded =
                field.contains { $0 == "\"" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" } || field.contains(separator)
            let isQuoted =
                switch quoting {
                case .needed: isNeeded
                case .always: true
                case .random: isNeeded || Bool.random(using: &generator)
                }
            return isQuoted ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
        }.joined(separator: separator)
    }

    func encoded(_ text: String) -> [UInt8] {
        switch encoding {
        case .utf8: return (hasMark ? [0xEF, 0xBB, 0xBF] : []) + Array(text.utf8)
        case .utf16LittleEndian:
            return (hasMark ? [0xFF, 0xFE] : []) + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case .utf16BigEndian:
            return (hasMark ? [0xFE, 0xFF] : []) + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        default:
            let table = CodePage.upperHalf(of: encoding)
            return text.unicodeScalars.map { scalar in
                if scalar.value < 0x80 { return UInt8(scalar.value) }
                return table.firstIndex { UInt32($0) == scalar.value }.map { UInt8($0 + 0x80) } ?? UInt8(ascii: "?")
            }
        }
    }
}

@Suite struct FormTests {
    /// Letters that both code pages have, and what makes trouble in CSV.
    private static let pieces = [
        "a", "Z", "ö", "é", "–", ";", ",", "\t", "\"", "\"\"", "\n", "\r\n", "\r", " ", "'", "{", "\\", "sep=;",
        "#TYPE ",
    ]

    private func randomRow(_ generator: inout SeededGenerator) -> SampleRow {
        func text(_ most: Int) -> String {
            (0..<Int.random(in: 0...most, using: &generator)).map { _ in
                FormTests.pieces.randomElement(using: &generator) ?? ""
            }.joined()
        }
        var row = SampleRow([
            "normalizedsubject": text(12), "responsibleusername": text(6), "room": text(8), "note": text(3),
            "itemversion": String(Int.random(in: 0...99, using: &generator)), "itemclass": "IPM." + text(2),
            "appointmentrecurrenceblob": Bool.random(using: &generator) ? "04300430" : text(3),
        ])
        if Int.random(in: 0..<4, using: &generator) == 0 { row.fields["duration"] = "" }
        return row
    }

    @Test func rowsAreTheSameInEveryDialect() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let columns = SampleRow.columns + ["room", "note"]
        for round in 0..<150 {
            let rows = (0..<Int.random(in: 0...6, using: &generator)).map { _ in randomRow(&generator) }
            var plain = Dialect()
            plain.columns = columns
            let expected = try ReadFile(plain.file(rows, &generator))
            #expect(expected.quarantined.isEmpty)
            #expect(expected.rows.count == rows.count)
            for (row, source) in zip(expected.rows, rows) {
                let subject = source.fields["normalizedsubject"] ?? ""
                #expect(row.values[.normalizedSubject] == (Placeholder.isOne(subject) ? nil : .text(subject)))
            }
            let dialect = Dialect.random(columns: columns, &generator)
            let other = try ReadFile(dialect.file(rows, &generator), options: dialect.options)
            let isSame =
                other.quarantined.isEmpty && other.rows.count == rows.count
                && zip(other.rows, expected.rows).allSatisfy { $0.isSame(as: $1) }
            #expect(isSame, "seed \(seed), round \(round), dialect \(dialect)")
        }
    }

    /// Whatever the size of the buffer, the rows, their lines and their quarantine are the same.
    @Test(arguments: [TextEncoding.utf8, .utf16LittleEndian, .windows1250])
    func buffersMayEndAnywhere(_ encoding: TextEncoding) throws {
        var generator = SeededGenerator(seed: 1)
        var dialect = Dialect()
        dialect.encoding = encoding
        dialect.hasMark = encoding == .utf16LittleEndian
        dialect.quoting = .always
        let subjects = ["one\r\ntwo", "\"\"", encoding == .windows1250 ? "ż" : "🗓 会議", "a\rb\nc", "", "x;y"]
        var bytes = dialect.file(subjects.map { SampleRow(["normalizedsubject": $0]) }, &generator)
        bytes += dialect.encoded("\"stray;\r\nshort;row\r\n\r\n\"a\"b;c;d;e;f;g;h\r\n").dropFirst(
            dialect.hasMark ? 2 : 0)
        bytes += dialect.file([SampleRow(["itemversion": "x"])], &generator).dropFirst(dialect.hasMark ? 2 : 0)
        let expected = try ReadFile(bytes, options: dialect.options)
        #expect(expected.rows.map(\.line) == [2, 4, 5, 6, 9, 10])
        #expect(expected.reasons == ["11:text-after-quote", "12:field-count", "14:text-after-quote", "16:bad-number"])
        for size in Array(1...70) + [97, 128, 211, 509, 1_021, 4_099] {
            var options = dialect.options
            options.limits.bufferBytes = size
            // Little is read ahead for the header, so that the buffer's end moves over all the rows.
            options.limits.headBytes = 512
            options.limits.rowsPerBatch = 1 + size % 3
            options.culture = DateCulture(name: "en-US")
            let other = try ReadFile(bytes, options: options)
            #expect(other.rows == expected.rows, "buffer of \(size)")
            #expect(other.quarantined == expected.quarantined, "buffer of \(size)")
        }
    }

    @Test func batchesKeepTheirLimits() throws {
        let bytes = SampleRow.file((0..<100).map { SampleRow(["itemversion": $0 % 10 == 0 ? "x" : String($0)]) })
        var options = CalendarReaderOptions()
        options.limits.rowsPerBatch = 7
        var reader = try CalendarFileReader(ByteSource(bytes: bytes, path: "x.csv"), options: options)
        var counts: [Int] = []
        while let chunk = try reader.next() { counts.append(chunk.rowsRead) }
        #expect(counts == Array(repeating: 7, count: 14) + [2])
        options.limits.rowsPerBatch = 1_000
        options.limits.bytesPerBatch = 1_000
        var small = try CalendarFileReader(ByteSource(bytes: bytes, path: "x.csv"), options: options)
        var total = 0
        while let chunk = try small.next() {
            #expect(chunk.batch.arena.count < 2_000)
            total += chunk.rowsRead
        }
        #expect(total == 100)
    }

    /// A field that never ends costs its own line, and no memory.
    @Test func hugeFieldsAreBounded() throws {
        var options = CalendarReaderOptions()
        options.limits.bufferBytes = 4_096
        options.limits.recordBytes = 100_000
        let good = SampleRow.file([SampleRow()])
        let huge = Array(repeating: UInt8(ascii: "x"), count: 1_000_000)
        let unquoted = try ReadFile(good + huge + [0x0D, 0x0A] + good, options: options)
        #expect(unquoted.rows.map(\.line) == [2, 5])
        #expect(unquoted.reasons == ["3:too-long"])
        #expect(unquoted.quarantined[0].raw.count == ReaderLimits.excerptBytes)
        #expect(unquoted.quarantined[0].reason.sentence.contains("1000000 bytes"))
        let quoted = try ReadFile(good + [UInt8(ascii: "\"")] + huge + [0x0A] + good, options: options)
        #expect(quoted.rows.map(\.line) == [2, 5])
        #expect(quoted.reasons == ["3:too-long"])
        let manyLines = Array("\"open\n".utf8) + Array(repeating: [0x78, 0x0A], count: 60_000).joined() + good
        let rest = try ReadFile(good + manyLines, options: options)
        #expect(rest.rows.map(\.line) == [2, 60_005])
        #expect(rest.reasons.first == "3:unterminated-quote")
        #expect(rest.quarantined.count == 60_001)
        let atEnd = try ReadFile(good + huge, options: options)
        #expect(atEnd.reasons == ["3:too-long"])
    }
}
