import EventStore
import Testing

@testable import Intake

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// No bytes whatever crash the readers of message logs, and every row that they read is either taken or quarantined.
@Suite struct HostileMailTests {
    /// Files mutated in one run; CALFOLD_MUTATIONS asks for another number.
    private static let mutations = getenv("CALFOLD_MUTATIONS").flatMap { Int(String(cString: $0)) } ?? 1_500

    private static let spice: [[UInt8]] = [
        [0], [0xFF], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], [0xED, 0xA0, 0x80], Array("\"".utf8), Array("\"\"".utf8),
        Array(",".utf8), Array(";".utf8),
        Array("\r".utf8), Array("\n".utf8), Array("#Fields: ".utf8), Array("#".utf8), Array("{".utf8), Array("}".utf8),
        Array("[".utf8), Array("]".utf8),
        Array("\\u0000".utf8), Array("\\ud800".utf8), Array("null".utf8), Array("System.String[]".utf8),
        Array("##".utf8), Array("/o=".utf8),
        Array("99999999999999999999".utf8), Array("$_.".utf8),
    ]

    private func mutate(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            let place = Int.random(in: 0...bytes.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0 ... .max, using: &generator)
            case 1, 2:
                bytes.insert(contentsOf: HostileMailTests.spice.randomElement(using: &generator) ?? [], at: place)
            case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0...20, using: &generator)))
            default: bytes.removeLast(Int.random(in: 0...min(30, bytes.count), using: &generator))
            }
        }
    }

    @Test func mutatedFilesNeverCrashAndEveryRowIsAccountedFor() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let sources = try InputFinder().files(at: [MailFixtures.folder]).map { try Array(fileBytes($0).prefix(3_000)) }
        #expect(sources.count > 30)
        var counts = (taken: 0, quarantined: 0, refused: 0)
        for round in 0..<HostileMailTests.mutations {
            guard var bytes = sources.randomElement(using: &generator) else { return }
            mutate(&bytes, &generator)
            var options = CalendarReaderOptions()
            options.limits.bufferBytes = [64, 1_000, 1 << 16].randomElement(using: &generator) ?? 64
            options.limits.recordBytes = [400, 1 << 20].randomElement(using: &generator) ?? 400
            options.limits.rowsPerBatch = Int.random(in: 1...5, using: &generator)
            do {
                let read = try readChecking(bytes, options, "seed \(seed), round \(round)")
                counts.taken += read.taken
                counts.quarantined += read.quarantined
            } catch { counts.refused += 1 }
        }
        #expect(counts.taken > 0 && counts.quarantined > 0 && counts.refused > 0)
    }

    private func readChecking(
        _ bytes: [UInt8], _ options: CalendarReaderOptions, _ comment: Comment
    ) throws(IntakeError) -> (taken: Int, quarantined: Int) {
        var reader = try ExportReader(ByteSource(bytes: bytes, path: "x"), options: options)
        var counts = (taken: 0, quarantined: 0)
        while let chunk = try reader.next() {
            #expect(chunk.rowsRead <= options.limits.rowsPerBatch, comment)
            for cell in chunk.batch.cells where cell.kind == .text {
                let isInside = cell.value >= 0 && Int(cell.value) + Int(cell.length) <= chunk.batch.arena.count
                if !isInside { Issue.record(comment) }
            }
            counts.taken += chunk.batch.rows.count
            counts.quarantined += chunk.quarantined.count
            for row in chunk.quarantined { readAgain(row, chunk.context, options) }
        }
        return counts
    }

    private func readAgain(_ row: QuarantinedRow, _ context: RowContext, _ options: CalendarReaderOptions) {
        guard var retry = RowRetry(context: context, options: options) else { return }
        _ = retry.read(raw: row.raw, line: row.line)
    }
}
