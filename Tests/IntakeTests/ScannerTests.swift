import Testing

@testable import Intake

/// The scanner, which takes 64 bytes at once, against a splitter that takes one.
@Suite struct ScannerTests {
    /// RFC 4180 as docs/intake.md has it, one byte after the other.
    private struct Splitter {
        let bytes: [UInt8], delimiter: UInt8, isLast: Bool
        var fields: [[UInt8]] = []
        private var place = 0
        private var lineBreaks = 0

        init(_ bytes: [UInt8], delimiter: UInt8, isLast: Bool) {
            (self.bytes, self.delimiter, self.isLast) = (bytes, delimiter, isLast)
        }

        private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }
        private func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

        mutating func split() -> RecordScanner.Outcome {
            guard !bytes.isEmpty else { return .needsMore }
            while true {
                if let problem = byte == 0x22 ? quoted() : plain() { return problem }
                guard let byte else {
                    return isLast ? .record(length: place, ending: 0, lineBreaks: lineBreaks) : .needsMore
                }
                if byte == delimiter {
                    place += 1
                } else if byte == 0x0A {
                    return .record(length: place, ending: 1, lineBreaks: lineBreaks)
                } else if place + 1 == bytes.count, !isLast {
                    return .needsMore
                } else {
                    let isPair = place + 1 < bytes.count && bytes[place + 1] == 0x0A
                    return .record(length: place, ending: isPair ? 2 : 1, lineBreaks: lineBreaks)
                }
            }
        }

        private mutating func plain() -> RecordScanner.Outcome? {
            var field: [UInt8] = []
            while let byte, byte != delimiter, !isBreak(byte) {
                field.append(byte)
                place += 1
            }
            fields.append(field)
            return nil
        }

        private mutating func quoted() -> RecordScanner.Outcome? {
            var field: [UInt8] = []
            var breaks = 0
            place += 1
            while let byte {
                place += 1
                if byte == 0x22 {
                    guard place < bytes.count || isLast else { return .needsMore }
                    guard self.byte == 0x22 else {
                        if let next = self.byte, next != delimiter, !isBreak(next) { return .textAfterQuote }
                        fields.append(field)
                        lineBreaks += breaks
                        return nil
                    }
                    place += 1
                } else if byte == 0x0A || (byte == 0x0D && self.byte != 0x0A) {
                    breaks += 1
                }
                field.append(byte)
            }
            return isLast ? .unterminatedQuote : .needsMore
        }
    }

    private static let pieces: [[UInt8]] =
        [
            "\"", "\"\"", "\"\"\"", ";", ",", "\";\"", "\",\"", "\r", "\n", "\r\n", "\"\r\n\"", "\"\n",
            "\0", "\u{FEFF}",
            "é", "R", "E", "RE", "REDACTED-", "a", "word", "IPM.Schedule.Meeting.Request",
            "2024-01-05 09:30:00.123",
            String(repeating: "x", count: 61), String(repeating: "0123456789ABCDEF", count: 12),
        ].map { Array($0.utf8) } + [[0xFF], [0x80]]

    @Test func anyBytesAreSplitAsByteByByte() {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for round in 0..<800 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...40, using: &generator) {
                bytes += Self.pieces.randomElement(using: &generator) ?? []
            }
            if round % 2 == 0 { bytes = [0x22] + bytes }
            let delimiter = [UInt8(ascii: ";"), UInt8(ascii: ","), 0x09, 0x22, 0x0A][
                round % 10 < 8 ? round % 3 : round % 5]
            // Where a window may end: anywhere.
            let ends =
                round < 60
                ? Array(0...bytes.count)
                : [bytes.count, Int.random(in: 0...bytes.count, using: &generator)]
            for end in ends {
                for isLast in [true, false] {
                    expectSame(
                        Array(bytes[..<end]), delimiter, isLast, "seed \(seed), round \(round), end \(end)")
                }
            }
        }
    }

    /// Every place of a quote, a delimiter, a line end and an odd byte among the first 140.
    @Test func everyPlaceOfOneByte() {
        for byte: UInt8 in [0x22, UInt8(ascii: ";"), 0x0D, 0x0A, 0, 0x80] {
            for isQuoted in [true, false] {
                for place in 0..<140 {
                    var bytes = Array(repeating: UInt8(ascii: "x"), count: 150)
                    bytes[place] = byte
                    if isQuoted { bytes = [0x22] + bytes + Array("\";y\r\n".utf8) }
                    for isLast in [true, false] {
                        expectSame(bytes, UInt8(ascii: ";"), isLast, "\(byte) at \(place)")
                    }
                }
            }
        }
    }

    private func expectSame(_ bytes: [UInt8], _ delimiter: UInt8, _ isLast: Bool, _ comment: Comment) {
        var splitter = Splitter(bytes, delimiter: delimiter, isLast: isLast)
        let expected = splitter.split()
        var scanner = RecordScanner(delimiter: delimiter, mostFields: 1_000)
        // What stands behind must not matter, whatever it is.
        let padded = PaddedBytes(bytes + Array("\"\r\n;x,".utf8))
        let found = scanner.scan(Bytes(rebasing: padded.bytes[..<bytes.count]), isLast: isLast)
        #expect(found == expected, comment)
        guard case .record(let length, _, _) = found, found == expected else { return }
        let fields = scanner.kept.map { Array($0) }
        #expect(fields == splitter.fields, comment)
        let record = Array(bytes[..<length])
        let isOdd = record.contains { $0 == 0 || $0 >= 0x80 }
        let isRedacted = record.withUnsafeBufferPointer(FieldValues.isRedacted)
        let (mayBeOdd, mayBeRedacted) = (scanner.mayBeOdd, scanner.mayBeRedacted)
        #expect(mayBeOdd || !isOdd, comment)
        #expect(mayBeRedacted || !isRedacted, comment)
    }

    /// A clean record is known to be one, so that the checks which nothing needs are not made.
    @Test func cleanRecordsAreKnownToBeClean() {
        let padded = PaddedBytes(
            Array("\"a\",\"Recurring\"\r\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 100))
        var scanner = RecordScanner(delimiter: UInt8(ascii: ","), mostFields: 9)
        let found = scanner.scan(padded.bytes, isLast: false)
        #expect(found == .record(length: 15, ending: 2, lineBreaks: 0))
        let (mayBeOdd, mayBeRedacted) = (scanner.mayBeOdd, scanner.mayBeRedacted)
        #expect(!mayBeOdd && !mayBeRedacted)
    }
}
