import ExchangeFormats
import Testing

@testable import Simulation

@Suite struct ExportTests {
    let organisation = OrganisationTests.organisation(11)

    @Test func everyFileBelongsToOneMailboxAndHoldsAllOfItsRows() {
        let files = organisation.files()
        let lines = files.map { String(decoding: $0.bytes, as: UTF8.self).split(separator: "\n").count - 1 }
        #expect(lines.reduce(0, +) == organisation.rows.count)
        #expect(files.map(\.name) == organisation.rowsByMailbox.keys.sorted().map { "\($0).csv" })
        for row in organisation.rows { #expect(row.values.count == LogRow.columns.count) }
    }

    @Test func shufflingAndDuplicatingKeepTheSetOfRows() {
        let rows = Set(organisation.rows)
        let shuffled = organisation.shuffledRows(seed: 3)
        #expect(shuffled != organisation.rows)
        #expect(shuffled.count == organisation.rows.count)
        #expect(Set(shuffled) == rows)
        let duplicated = organisation.duplicatedRows(seed: 3, share: 0.2)
        #expect(duplicated.count > organisation.rows.count)
        #expect(Set(duplicated) == rows)
    }

    @Test func nightsTogetherHoldEveryRow() {
        let nights = organisation.nights(count: 20, seed: 5)
        #expect(nights.count == 20)
        #expect(Set(nights.joined()) == Set(organisation.rows))
        #expect(nights.joined().count > organisation.rows.count, "nights overlap")
        // Some rows come late: older than what an earlier night had brought.
        let newest = nights[3].map(\.logTime).max()
        #expect(nights.dropFirst(5).joined().contains { row in newest.map { row.logTime < $0 } ?? false })
    }

    @Test func lossTakesAboutItsShare() {
        let kept = organisation.rowsLosing(share: 0.02, seed: 9).count
        let lost = Double(organisation.rows.count - kept) / Double(organisation.rows.count)
        #expect(lost > 0.005 && lost < 0.05)
    }

    @Test func fieldsAreQuotedWhereTheyMustBe() {
        #expect(CSVWriter.line(["a;b", "c\"d", "e\nf", "g,h"], ";") == "\"a;b\";\"c\"\"d\";\"e\nf\";g,h")
    }

    @Test func encodingsWriteTheirBytes() {
        #expect(CSVWriter.encoded("ał", as: .utf16LittleEndian) == [0xFF, 0xFE, 0x61, 0, 0x42, 0x01])
        #expect(CSVWriter.encoded("ał", as: .utf16BigEndian) == [0xFE, 0xFF, 0, 0x61, 0x01, 0x42])
        #expect(CSVWriter.encoded("ał", as: .windows1250) == [0x61, 0xB3])
        #expect(CSVWriter.encoded("ał", as: .utf8WithMark) == [0xEF, 0xBB, 0xBF, 0x61, 0xC5, 0x82])
    }
}
