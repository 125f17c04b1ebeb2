import Foundation
import Testing

@testable import Tables

/// Lines of a calendar file, read back by the reader of the check, which shares no code with their writer.
@Suite struct ContentLineTests {
    private struct Randomness {
        var state: UInt64
        mutating func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(count))
        }
    }

    private static let pieces: [String] = [
        "a", "Z", " ", "\t", ";", ",", ":", "\\", "\\n", "\"", "^", "^n", "\n", "\r\n", "\r", "\u{0}", "\u{7}",
        "\u{1B}",
        "\u{7F}", "\u{85}", "\u{2028}", "ż", "日本", "👩‍👩‍👧", "e\u{301}", "\u{FEFF}", "BEGIN:VEVENT", "=", "@", "%41",
    ]

    private static func text(_ randomness: inout Randomness) -> String {
        (0..<randomness.next(90)).map { _ in pieces[randomness.next(pieces.count)] }.joined()
    }

    /// What is left of a text: no control characters, one line break for each.
    private static func kept(_ text: String, lineBreak: String) -> String {
        var result = "", previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": if previous != "\r" || lineBreak.isEmpty { result += "\n" }
            case "\r": result += lineBreak
            case "\t": result += "\t"
            case "\u{0}"..."\u{1F}", "\u{7F}": break
            default: result.unicodeScalars.append(scalar)
            }
            previous = scalar
        }
        return result
    }

    private static func unescaped(_ value: some Collection<UInt8>) -> String {
        var result: [UInt8] = [], isOpen = false
        for byte in value {
            if isOpen {
                result.append(byte == UInt8(ascii: "n") ? 0x0A : byte)
                isOpen = false
            } else if byte == UInt8(ascii: "\\") {
                isOpen = true
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// RFC 6868.
    private static func parameter(_ value: String) -> String {
        value.replacing("^^", with: "\u{F8FF}").replacing("^n", with: "\n").replacing("^'", with: "\"").replacing(
            "\u{F8FF}", with: "^")
    }

    @Test func everyTextComesBack() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("text seed \(seed)")
        var randomness = Randomness(state: seed)
        var lines = ContentLines(), texts: [String] = []
        for _ in 0..<400 {
            let text = Self.text(&randomness)
            texts.append(text)
            if texts.count % 2 == 1 {
                lines.add("SUMMARY", text: text)
            } else {
                lines.add("X-NAME", parameters: [("CN", text), ("X-OTHER", "plain")], value: "mailto:a@example.com")
            }
        }
        for line in lines.bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
            #expect(line.last == 0x0D && line.count <= 76, "seed \(seed)")
            #expect(String(validating: line, as: UTF8.self) != nil, "seed \(seed)")
        }
        let path = FileManager.default.temporaryDirectory.appending(path: "lines-\(UUID().uuidString).ics").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(lines.bytes).write(to: URL(filePath: path))
        var reader = try #require(UnfoldedLines(path: path))
        for (number, text) in texts.enumerated() {
            let isThere = reader.next()
            #expect(isThere, "seed \(seed)")
            let line = try #require(StatedLine(reader.bytes), "seed \(seed): \(number)")
            if number % 2 == 0 {
                #expect(line.name == "SUMMARY" && line.isEscaped, "seed \(seed): \(number)")
                #expect(Self.unescaped(line.value) == Self.kept(text, lineBreak: "\n"), "seed \(seed): \(number)")
            } else {
                #expect(line.parameter("X-OTHER") == "plain" && line.text == "mailto:a@example.com", "seed \(seed)")
                let found = try #require(line.parameter("CN"))
                #expect(Self.parameter(found) == Self.kept(text, lineBreak: ""), "seed \(seed): \(number)")
            }
        }
        let isMore = reader.next()
        #expect(!isMore && reader.flaws.isEmpty, "seed \(seed): \(reader.flaws)")
    }

    @Test func controlCharactersAreDroppedAndCounted() {
        var lines = ContentLines()
        lines.add("SUMMARY", text: "a\u{0}b\u{1B}[31mc\td")
        #expect(String(decoding: lines.bytes, as: UTF8.self) == "SUMMARY:ab[31mc\td\r\n" && lines.droppedControls == 2)
    }
}
