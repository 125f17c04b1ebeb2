import EventStore
import ExchangeFormats
import Testing

@testable import Intake

/// Every file of Fixtures/calendar/dirt does what its line in expected.csv says.
@Suite struct DirtTests {
    struct Expectation: CustomTestStringConvertible, Sendable {
        var file, options, rows, quarantined, refused, says: String
        var testDescription: String { file }
    }

    static let folder = fixtures + "dirt/"
    static let expectations: [Expectation] = {
        guard let text = try? fileText(folder + "expected.csv") else { return [] }
        return text.split(separator: "\n").dropFirst().map { line in
            let parts = line.split(separator: ";", maxSplits: 6, omittingEmptySubsequences: false).map(String.init)
            return Expectation(
                file: parts[0], options: parts[1], rows: parts[2], quarantined: parts[3], refused: parts[4],
                says: parts[5])
        }
    }()

    static func options(_ text: String) throws -> CalendarReaderOptions {
        var options = CalendarReaderOptions()
        for part in text.split(separator: " ") {
            let pair = part.split(separator: "=").map(String.init)
            switch pair[0] {
            case "encoding":
                let encoding: TextEncoding = try #require(TextEncoding(name: pair[1]))
                options.encoding = encoding
            case "culture":
                let culture: DateCulture = try #require(DateCulture(name: pair[1]))
                options.culture = culture
            case "time-zone":
                let zone = try #require(ZoneCatalogue.shipped.resolve(pair[1]))
                options.timeZone = zone.rules
            default: Issue.record("expected.csv states an unknown option")
            }
        }
        return options
    }

    @Test(arguments: expectations) func fileDoesWhatIsExpected(_ expected: Expectation) throws {
        let options = try DirtTests.options(expected.options)
        do {
            let file = try ReadFile(path: DirtTests.folder + expected.file, options: options)
            #expect(expected.refused.isEmpty)
            #expect(String(file.rows.count) == expected.rows)
            #expect(file.reasons.joined(separator: " ") == expected.quarantined)
            for row in file.quarantined { #expect(row.reason.sentence.contains(expected.says)) }
        } catch let error as IntakeError {
            #expect(error.code.rawValue == expected.refused, "\(error)")
            #expect(error.explanation.contains(expected.says), "\(error)")
            #expect(error.path.hasSuffix(expected.file))
        }
    }

    @Test func everyFileIsListed() throws {
        let names = try InputFinder().files(at: [DirtTests.folder]).compactMap {
            $0.split(separator: "/").last.map(String.init)
        }
        #expect(Set(names).subtracting(["README.md", "expected.csv"]) == Set(DirtTests.expectations.map(\.file)))
        #expect(names.count == DirtTests.expectations.count + 2)
    }

    @Test func formsOfTheSameRowsHaveTheSameIdentities() throws {
        let plain = try ReadFile(path: DirtTests.folder + "same-plain.csv").rows
        #expect(Set(plain.map(\.identity)).count == 3)
        for expected in DirtTests.expectations where expected.file.hasPrefix("same-") {
            let rows = try ReadFile(
                path: DirtTests.folder + expected.file, options: try DirtTests.options(expected.options)
            ).rows
            #expect(rows.count == plain.count)
            for (row, other) in zip(rows, plain) {
                #expect(row.isSame(as: other), "\(expected.file), line \(row.line)")
            }
        }
    }

    @Test func quarantinedRowsKeepTheirText() throws {
        for expected in DirtTests.expectations where expected.file.hasPrefix("row-") && expected.options.isEmpty {
            let path = DirtTests.folder + expected.file
            let file = try ReadFile(path: path)
            let bytes = try fileBytes(path)
            guard !bytes.starts(with: [0xFF, 0xFE]) else { continue }
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
                $0.last == 0x0D ? $0.dropLast() : $0
            }
            for row in file.quarantined { #expect(row.raw == Array(lines[Int(row.line) - 1]), "\(expected.file)") }
        }
    }

    @Test func messagesNameNoPersonalValue() throws {
        for expected in DirtTests.expectations {
            var sentences: [String] = []
            do {
                sentences = try ReadFile(
                    path: DirtTests.folder + expected.file, options: try DirtTests.options(expected.options)
                )
                .quarantined.map(\.reason.sentence)
            } catch let error as IntakeError { sentences = [error.explanation] }
            for sentence in sentences {
                #expect(sentence.count > 20)
                for word in ["alice", "Alice", "Planung", "@"] {
                    #expect(!sentence.contains(word), "\(expected.file): \(sentence)")
                }
            }
        }
    }

    @Test func sampleOrganisationHasNoBadRow() throws {
        let paths = try InputFinder().files(at: [fixtures + "sample-organisation/logs"])
        #expect(paths.count == 15)
        var identities: Set<EventIdentity> = []
        var count = 0
        for path in paths {
            let file = try ReadFile(path: path)
            #expect(file.quarantined.isEmpty)
            let name = try #require(path.split(separator: "/").last).dropLast(4)
            for row in file.rows { #expect(row.values[.mailbox] == .text(String(name))) }
            count += file.rows.count
            identities.formUnion(file.rows.map(\.identity))
        }
        #expect(count == 1_336)
        #expect(identities.count == count)
    }
}
