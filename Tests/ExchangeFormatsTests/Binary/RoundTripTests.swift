import Testing

@testable import ExchangeFormats

/// Encoding and decoding are each other's inverse.
struct RoundTripTests {
    private func expectIdentity<Value: BinaryStructure>(_ value: Value, seed: UInt64) {
        do {
            let decoded = try Value(decoding: value.encoded())
            #expect(decoded == value, "SEED=\(seed)")
        } catch {
            Issue.record("\(Value.self) was refused: \(error), SEED=\(seed)")
        }
    }

    @Test func decodingWhatWasEncodedGivesTheSameValue() {
        let seed = SeededGenerator.runSeed()
        print("RoundTripTests: SEED=\(seed)")
        var random = RandomStructures(generator: SeededGenerator(seed: seed))
        for _ in 0..<1500 {
            expectIdentity(random.globalObjectID(), seed: seed)
            expectIdentity(random.recurrencePattern(), seed: seed)
            expectIdentity(random.appointmentRecurrencePattern(), seed: seed)
            expectIdentity(random.timeZoneStruct(), seed: seed)
            expectIdentity(random.timeZoneDefinition(), seed: seed)
        }
    }

    @Test(arguments: BinarySample.all) func encodingWhatWasDecodedGivesTheSameBytes(sample: BinarySample) throws {
        #expect(try Dissection(sample.bytes).property.encoded() == sample.bytes)
    }

    /// A writer before 0x3008 whose rest follows no known layout: the dates and exceptions stand, the rest is kept.
    @Test func restOfAnOldWriterIsKeptUndecoded() throws {
        var bytes = try BinarySample.named("recurrence-writer-3008")
        let versionOffset = 62 + 4
        bytes[versionOffset] = 0x06
        let whole = try Dissection(bytes)
        #expect(whole.accepted.map(\.leniency) == [.olderWriter])
        let cut = Array(bytes.dropLast(10))
        let dissection = try Dissection(cut)
        #expect(dissection.accepted.map(\.leniency) == [.olderWriter, .undecodedRest])
        #expect(dissection.property.encoded() == cut)
        guard case .recurrence(let blob) = dissection.property else { throw BinarySample.Missing(name: "recurrence") }
        #expect(blob.appointment?.exceptions.count == 1)
        #expect(blob.appointment?.exceptions.first?.extended == nil)
        // The same cut of a writer whose layout is known is an error.
        bytes[versionOffset] = 0x08
        #expect(throws: FormatError.self) { try Dissection(Array(bytes.dropLast(10))) }
    }
}
