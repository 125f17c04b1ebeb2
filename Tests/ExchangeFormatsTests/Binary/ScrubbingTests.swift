import Testing

@testable import ExchangeFormats

/// Nobody's words leave in a blob, and nothing but words changes.
struct ScrubbingTests {
    /// The fields that may hold words, by the last part of their name.
    private static let words: Set<Substring> = [
        "subject", "location", "wideCharSubject", "wideCharLocation", "reservedBlock1", "reservedBlock2",
        "reservedBlockEE1",
        "reservedBlockEE2", "changeHighlightReserved", "trailingBytes", "undecodedRest",
    ]

    private func expectScrubbed(_ bytes: [UInt8], _ comment: String) throws {
        let blob = try AppointmentRecurrencePattern(decoding: bytes)
        let scrubbed = blob.scrubbed().encoded()
        try #require(scrubbed.count == bytes.count, "\(comment)")
        for field in try Dissection(bytes, as: .recurrence).fields {
            let name = (field.path.split(separator: ".").last ?? "").prefix { $0 != "[" }
            let range = field.offset..<field.offset + field.length
            let after = scrubbed[range]
            if ScrubbingTests.words.contains(name) {
                // The mask says nothing but the length.
                let mask: [UInt8] =
                    name.hasPrefix("wide") ? [0x78, 0] : name == "subject" || name == "location" ? [0x78] : [0]
                #expect(after.enumerated().allSatisfy { $1 == mask[$0 % mask.count] }, "\(field.path), \(comment)")
            } else {
                #expect(after == bytes[range], "\(field.path), \(comment)")
            }
        }
    }

    @Test(arguments: BinarySample.all.filter { $0.name.hasPrefix("recurrence") })
    func samplesLoseTheirWordsAndNothingElse(sample: BinarySample) throws {
        try expectScrubbed(sample.bytes, sample.name)
    }

    @Test func randomBlobsLoseTheirWordsAndNothingElse() throws {
        let seed = SeededGenerator.runSeed()
        print("ScrubbingTests: SEED=\(seed)")
        var random = RandomStructures(generator: SeededGenerator(seed: seed))
        for _ in 0..<500 { try expectScrubbed(random.appointmentRecurrencePattern().encoded(), "SEED=\(seed)") }
    }

    @Test func publishedSubjectAndLocationAreGone() throws {
        let bytes = try BinarySample.named("recurrence-exception-texts")
        let scrubbed = try AppointmentRecurrencePattern(decoding: bytes).scrubbed()
        let exception = try #require(scrubbed.appointment?.exceptions.first)
        #expect(exception.subjectText == String(repeating: "x", count: 33))
        #expect(exception.subject?.latin1 == exception.subjectText)
        #expect(exception.locationText == "xxxxxxx")
        #expect(exception.location?.latin1 == exception.locationText)
    }

    @Test func restOfAnOldWriterIsMaskedWhole() throws {
        var bytes = try BinarySample.named("recurrence-writer-3008")
        bytes[66] = 0x06
        try expectScrubbed(Array(bytes.dropLast(10)), "undecoded rest")
    }
}
