import Foundation
import Testing

@testable import ExchangeFormats

/// The samples of `Fixtures/formats`.
struct BinarySample: CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]

    var testDescription: String { name }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/formats")

    /// Every sample, in the order of their names.
    static let all: [BinarySample] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".hex") }.sorted().compactMap { file in
            guard let text = try? String(contentsOf: folder.appending(path: file), encoding: .utf8),
                let bytes = BinaryText.hexBytes(Array(text.utf8.dropLast()))
            else { return nil }
            return BinarySample(name: String(file.dropLast(4)), bytes: bytes)
        }
    }()

    static func named(_ name: String) throws -> [UInt8] {
        guard let sample = all.first(where: { $0.name == name }) else { throw Missing(name: name) }
        return sample.bytes
    }

    struct Missing: Error { var name: String }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A seed for a run; `SEED` in the environment repeats one that failed.
    static func runSeed() -> UInt64 {
        ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...9_999_999)
    }
}
