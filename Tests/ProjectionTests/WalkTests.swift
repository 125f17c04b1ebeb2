import Decoding
import ExchangeFormats
import Reconstruct
import Simulation
import Testing

@testable import Projection

/// The walk that a program of somebody's own makes over a log, without a stored fold.
@Suite struct WalkTests {
    @Test func aWalkGivesTheMeetingsThatAreStored() throws {
        let seed = UInt64.random(in: 0...1 << 40)
        print("organisation seed \(seed)")
        var options = OrganisationOptions()
        options.meetings = 40
        let pipeline = try Pipeline()
        try pipeline.ingest(Organisation(seed: seed, options: options).files(dialect: .ordinary))
        try pipeline.fold()
        var walked: [String: [UInt8]] = [:]
        try pipeline.log.forEachMeeting { stream, entries, zones in
            guard let meeting = Reconstruct.fold(entries, zones: zones) else { return }
            walked[stream.key] = RecordEncoder.encode(meeting)
        }
        #expect(!walked.isEmpty)
        #expect(try walked == pipeline.meetings(), "seed \(seed)")
    }

    /// A store that somebody wrote into may claim to have a stream of any number.
    @Test(arguments: [1, 64, 65, 1_000_000, Int64.max - 1, .max]) func blocksHoldEveryStreamOnce(last: Int64) {
        var next: Int64 = 1
        for case .numbered(let range) in FoldBlocks.all(upTo: last) {
            #expect(range.lowerBound == next && !range.isEmpty)
            next = range.upperBound
        }
        #expect(next > last || next == .max)
    }

    @Test func aWalkUpToAPositionSeesNothingLater() throws {
        let pipeline = try Pipeline()
        try pipeline.ingest(Organisation(seed: 7, options: OrganisationOptions()).files(dialect: .ordinary))
        let last = try #require(try pipeline.log.head()).lastPosition
        func entries(upTo position: Int64?) throws -> Int {
            var count = 0
            try pipeline.log.forEachMeeting(upTo: position) { _, entries, _ in count += entries.count }
            return count
        }
        #expect(try entries(upTo: last / 2) == Int(last / 2))
        #expect(try entries(upTo: nil) == Int(last))
        #expect(try entries(upTo: 0) == 0)
    }
}
