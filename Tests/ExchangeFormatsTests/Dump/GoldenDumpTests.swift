import Foundation
import Testing

@testable import ExchangeFormats

/// What `calfold decode` prints for each sample of `Fixtures/formats`, held to the character.
struct GoldenDumpTests {
    private static let records = ProcessInfo.processInfo.environment["RECORD"] == "1"

    @Test(arguments: BinarySample.all) func dumpIsTheRecordedOne(sample: BinarySample) throws {
        let dump = try Dissection(sample.bytes).text
        let file = BinarySample.folder.appending(path: sample.name + ".txt")
        if GoldenDumpTests.records {
            try dump.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("\(sample.name).txt was written anew: read the difference, then run without RECORD")
        }
        #expect(try dump == String(contentsOf: file, encoding: .utf8))
    }

    @Test func everySampleHasItsDump() throws {
        let dumps = try FileManager.default.contentsOfDirectory(atPath: BinarySample.folder.path).filter {
            $0.hasSuffix(".txt")
        }
        #expect(dumps.count == BinarySample.all.count)
        #expect(BinarySample.all.count >= 12)
    }

    /// The fields of a dump stand one after the other and leave no byte out.
    @Test(arguments: BinarySample.all) func fieldsCoverEveryByteOnce(sample: BinarySample) throws {
        var end = 0
        for field in try Dissection(sample.bytes).fields {
            #expect(field.offset == end, "\(field.path)")
            end += field.length
        }
        #expect(end == sample.bytes.count)
    }
}
