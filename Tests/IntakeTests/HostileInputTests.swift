import EventStore
import Testing

@testable import Intake

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// No bytes whatever crash a reader, and every row that it reads is either taken or quarantined.
@Suite struct HostileInputTests {
    /// Files mutated in one run: 8,000 in a debug build take some seconds; CALFOLD_MUTATIONS asks for another number.
    private static let mutations = getenv("CALFOLD_MUTATIONS").flatMap { Int(String(cString: $0)) } ?? 8_000

    private static let spice: [[UInt8]] = [
        [0], [0xFF], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], [0xED, 0xA0, 0x80], [0xC3], Array("\"".utf8), Array("\"\"".utf8),
        Array(";".utf8), Array("\r".utf8),
        Array("\n".utf8), Array("\r\n".utf8), Array("\u{2028}".utf8), Array("REDACTED-".utf8),
        Array("99999999999999999999".utf8), Array("/Date(".utf8),
        Array("globalobjectid".utf8), Array("#TYPE ".utf8), Array("4.0E+110".utf8), Array("0001-01-01".utf8),
        Array("-".utf8), Array(repeating: 0x3B, count: 40),
    ]

    private func mutate(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            let place = Int.random(in: 0...bytes.count, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0 ... .max, using: &generator)
            case 1: bytes.insert(contentsOf: HostileInputTests.spice.randomElement(using: &generator) ?? [], at: place)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0...20, using: &generator)))
            case 3: bytes.removeLast(Int.random(in: 0...min(30, bytes.count), using: &generator))
            case 4 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            default:
                let end = min(bytes.count, place + Int.random(in: 0...200, using: &generator))
                bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &generator))
            }
        }
    }

    @Test func mutatedFilesNeverCrashAndEveryRowIsAccountedFor() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let sources = try DirtTests.expectations.map {
            (try fileBytes(DirtTests.folder + $0.file), try DirtTests.options($0.options))
        }
        #expect(sources.count > 50)
        var taken = 0
        var quarantined = 0
        var refused = 0
        for round in 0..<HostileInputTests.mutations {
            guard var (bytes, options) = sources.randomElement(using: &generator) else { return }
            mutate(&bytes, &generator)
            options.limits.bufferBytes = [3, 64, 1_000, 1 << 16].randomElement(using: &generator) ?? 64
            options.limits.headBytes = [600, 4_096, 1 << 18].randomElement(using: &generator) ?? 600
            options.limits.recordBytes = [200, 2_000, 1 << 20].randomElement(using: &generator) ?? 2_000
            options.limits.rowsPerBatch = Int.random(in: 1...5, using: &generator)
            do {
                let counts = try readChecking(bytes, options, "seed \(seed), round \(round)")
                taken += counts.taken
                quarantined += counts.quarantined
            } catch { refused += 1 }
        }
        #expect(taken > 0 && quarantined > 0 && refused > 0)
    }

    private func readChecking(
        _ bytes: [UInt8], _ options: CalendarReaderOptions, _ comment: Comment
    ) throws(IntakeError) -> (taken: Int, quarantined: Int) {
        var reader = try CalendarFileReader(ByteSource(bytes: bytes, path: "x.csv"), options: options)
        var line: Int64 = 1
        var taken = 0
        var quarantined = 0
        while let chunk = try reader.next() {
            #expect(chunk.rowsRead <= options.limits.rowsPerBatch, comment)
            // A line gives at most one row, and the header is none.
            for number in (chunk.batch.rows.map(\.line) + chunk.quarantined.map(\.line)).sorted() {
                #expect(number > line, comment)
                line = number
            }
            taken += chunk.batch.rows.count
            quarantined += chunk.quarantined.count
            checkCells(of: chunk.batch, comment)
        }
        return (taken, quarantined)
    }

    private func checkCells(of batch: EventBatch, _ comment: Comment) {
        for cell in batch.cells where cell.kind == .text || cell.kind == .bytes {
            let range = Int(cell.value)..<Int(cell.value) + Int(cell.length)
            guard batch.arena.indices.contains(range.lowerBound) || range.isEmpty, range.upperBound <= batch.arena.count
            else {
                Issue.record("a cell lies outside the arena", sourceLocation: #_sourceLocation)
                return
            }
            if cell.kind == .text, String(validating: batch.arena[range], as: UTF8.self) == nil {
                Issue.record(comment)
            }
        }
    }

    /// As many physical lines as rows, when no quotes join lines: nothing is skipped.
    @Test func everyLineOfAFileWithoutQuotesIsARow() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for round in 0..<200 {
            var body: [UInt8] = []
            var lines = 0
            for _ in 0..<Int.random(in: 1...30, using: &generator) {
                var row = Array(SampleRow.file([SampleRow()]).split(separator: 0x0A)[1])
                if Bool.random(using: &generator) {
                    let place = Int.random(in: 0..<row.count, using: &generator)
                    row[place] = [UInt8(ascii: ";"), 0, 0xFF, UInt8(ascii: "x")].randomElement(using: &generator) ?? 0
                }
                body += row + [0x0A]
                lines += 1
            }
            let file = try ReadFile(SampleRow.file([]) + body)
            #expect(file.rows.count + file.quarantined.count == lines, "seed \(seed), round \(round)")
        }
    }
}
