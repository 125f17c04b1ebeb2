import Testing

@testable import ExchangeFormats

/// Broken, cut and foreign values: a value or an error with a place, never a crash.
struct HostileInputTests {
    @Test(arguments: BinarySample.all) func everyTruncationIsAnErrorInsideTheCut(sample: BinarySample) throws {
        let kind = try Dissection(sample.bytes).property.kind
        for length in 0..<sample.bytes.count {
            let cut = Array(sample.bytes.prefix(length))
            do throws(FormatError) {
                let dissection = try Dissection(cut, as: kind)
                // A rule alone is a task's blob; without exceptions the reserved blocks may be missing; and what
                // follows a complete structure may be cut anywhere.
                let isTask = [[.endsAfterRecurrencePattern], [.reservedBlocksOmitted]].contains(
                    dissection.accepted.map(\.leniency))
                let isComplete = sample.name == "recurrence-accepted-deviations" && length >= 183
                #expect(isTask || isComplete, "\(length) bytes were taken for a whole \(kind.rawValue)")
                #expect(dissection.property.encoded() == cut)
            } catch {
                #expect((0...length).contains(error.offset), "\(error) of \(length) bytes")
                #expect(!error.field.isEmpty)
            }
        }
    }

    @Test func randomMutationsNeverCrash() {
        let seed = SeededGenerator.runSeed()
        print("HostileInputTests: SEED=\(seed)")
        var random = RandomStructures(generator: SeededGenerator(seed: seed))
        let samples = BinarySample.all
        var decoded = 0
        for _ in 0..<100_000 {
            let sample = samples[random.below(samples.count)]
            let mutated = HostileInputTests.mutated(sample.bytes, &random)
            do throws(FormatError) {
                let dissection = try Dissection(mutated)
                decoded += 1
                if dissection.property.encoded() != mutated {
                    Issue.record("not the same bytes again, SEED=\(seed): \(BinaryText.hex(mutated))")
                }
            } catch {
                if !(0...mutated.count).contains(error.offset) {
                    Issue.record("\(error) is outside, SEED=\(seed): \(BinaryText.hex(mutated))")
                }
            }
        }
        // Were nearly all refused, or nearly none, the mutations would test little.
        #expect((5_000..<95_000).contains(decoded))
    }

    private static func mutated(_ bytes: [UInt8], _ random: inout RandomStructures) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(4) {
            guard !bytes.isEmpty else { return bytes }
            let place = random.below(bytes.count)
            switch random.below(7) {
            case 0, 1: bytes[place] ^= 1 << UInt8(random.below(8))
            case 2: bytes[place] = random.number()
            case 3: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF][random.below(5)]
            case 4: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(8)))
            case 5: bytes.insert(contentsOf: random.bytes(atMost: 8), at: place)
            default: bytes += random.bytes(atMost: 4)
            }
        }
        return bytes
    }

    @Test(arguments: BinarySample.all) func everySampleToEveryDecoder(sample: BinarySample) throws {
        let own = try Dissection(sample.bytes).property.kind
        #expect(sample.name.hasPrefix(["global": "id", "recurr": "recurrence"][own.rawValue.prefix(6)] ?? "zone"))
        for kind in BinaryProperty.Kind.allCases where kind != own {
            // A zone structure has no mark: any 48 bytes are one, and the rest is surplus.
            if kind == .timeZoneStruct {
                let dissection = try Dissection(sample.bytes, as: kind)
                #expect(dissection.accepted.contains { $0.leniency == .trailingBytes })
                #expect(dissection.property.encoded() == sample.bytes)
            } else {
                #expect(throws: FormatError.self) { try Dissection(sample.bytes, as: kind) }
            }
        }
    }

    /// Each count is set to values far beyond the bytes left: refused at its own place, before anything is allocated.
    @Test func hugeCountsAreRefusedWhereTheyStand() throws {
        let counts: [(sample: String, field: String, width: Int)] = [
            ("recurrence-exception-texts", "recurrencePattern.deletedInstanceCount", 4),
            ("recurrence-exception-texts", "recurrencePattern.modifiedInstanceCount", 4),
            ("recurrence-exception-texts", "exceptionCount", 2),
            ("recurrence-exception-texts", "exceptions[0].subjectLength2", 2),
            ("recurrence-exception-texts", "exceptions[0].locationLength2", 2),
            ("recurrence-exception-texts", "reservedBlock1Size", 4),
            ("recurrence-exception-texts", "extendedExceptions[0].changeHighlightSize", 4),
            ("recurrence-exception-texts", "extendedExceptions[0].reservedBlockEE1Size", 4),
            ("recurrence-exception-texts", "extendedExceptions[0].wideCharSubjectLength", 2),
            ("recurrence-exception-texts", "extendedExceptions[0].wideCharLocationLength", 2),
            ("recurrence-exception-texts", "extendedExceptions[0].reservedBlockEE2Size", 4),
            ("recurrence-exception-texts", "reservedBlock2Size", 4),
            ("id-clean", "size", 4),
            ("zone-definition-eastern", "cchKeyName", 2),
            ("zone-definition-eastern", "cRules", 2),
        ]
        for (name, field, width) in counts {
            let sample = try BinarySample.named(name)
            let place = try #require(try Dissection(sample).fields.first { $0.path == field }, "\(field)")
            #expect(place.length == width)
            for top in [UInt8(0x7F), 0xFF] {
                var bytes = sample
                for index in 0..<width { bytes[place.offset + index] = index == width - 1 ? top : 0xFF }
                #expect { try Dissection(bytes) } throws: { error in
                    guard let error = error as? FormatError, case .impossibleCount = error.cause else { return false }
                    return error.field == field && error.offset == place.offset
                }
            }
        }
    }

    @Test func errorsSayWhatWhereAndWhy() throws {
        let cut = Array(try BinarySample.named("recurrence-exception-texts").prefix(100))
        #expect {
            try Dissection(cut)
        } throws: {
            "\($0)" == "exceptions[0].subjectLength2 at byte 96 says 33 elements and there is room for 2"
        }
    }
}
