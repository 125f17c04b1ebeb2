import EventStore
import ExchangeFormats
import Testing

@testable import Intake

/// The quick reading of dates in the usual form, against the reading part by part.
@Suite struct FixedDateTests {
    @Test func whatIsReadQuicklyReadsTheSameSlowly() {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        var zoned = CalendarReaderOptions()
        zoned.timeZone = ZoneCatalogue.shipped.resolve("Europe/Warsaw")?.rules
        for reader in [DateReader(CalendarReaderOptions()), DateReader(zoned)] {
            var day = KnownDay()
            var quick = 0
            for round in 0..<20_000 {
                let text = date(&generator)
                text.withUnsafeBufferPointer { text in
                    var fresh = KnownDay()
                    #expect(
                        reader.read(text, &day) == reader.read(text),
                        "seed \(seed), round \(round): \(String(decoding: text, as: UTF8.self))")
                    if WrittenDate(fixed: text, &fresh) != nil { quick += 1 }
                }
            }
            #expect(quick > 500)
        }
    }

    /// Nothing is taken for the day that a reader begins with.
    @Test func zerosAreNoDay() {
        let text = [UInt8](repeating: 0, count: 10) + Array(" 10:00:00".utf8)
        text.withUnsafeBufferPointer {
            var day = KnownDay()
            #expect(DateReader(CalendarReaderOptions()).read($0, &day) == .unreadable)
        }
    }

    private func date(_ generator: inout SeededGenerator) -> [UInt8] {
        func number(_ range: ClosedRange<Int>, _ width: Int) -> String {
            let digits = String(Int.random(in: range, using: &generator))
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let year =
            ["1970", "2024", "0001", "1601", "4501", "9999", "0000"].randomElement(using: &generator)
            ?? ""
        var text = "\(year)-\(number(0...13, 2))-\(number(0...32, 2))"
        text += [" ", "T", "t", "  ", "", "x"].randomElement(using: &generator) ?? ""
        text += "\(number(0...25, 2)):\(number(0...61, 2)):\(number(0...61, 2))"
        if Bool.random(using: &generator) {
            text +=
                ([".", ",", ":"].randomElement(using: &generator) ?? "")
                + number(0...9_999_999, Int.random(in: 0...9, using: &generator))
        }
        text += ["", "", "", "Z", "+01:00", " ", ".", "x"].randomElement(using: &generator) ?? ""
        var bytes = Array(text.utf8)
        if Int.random(in: 0..<4, using: &generator) == 0 {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0 ... .max, using: &generator)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            default: bytes.removeLast(place)
            }
        }
        return bytes
    }
}
