import EventStore
import Testing

@testable import Intake

/// A file that refutes what was stated of its dates is refused before its first row.
@Suite struct SurveyTests {
    private func file(_ dates: [String]) -> [UInt8] { SampleRow.file(dates.map { SampleRow(["logtime": $0]) }) }

    private func rows(_ bytes: [UInt8], culture: String? = nil, pattern: String? = nil) throws -> Int {
        var options = CalendarReaderOptions()
        options.culture = try culture.map { try DateCulture(named: $0) }
        options.datePattern = try pattern.map { try DatePattern($0) }
        var reader = try ExportReader(ByteSource(bytes: bytes, path: "x.csv"), options: options)
        var rows = 0
        while let chunk = try reader.next() { rows += chunk.rowsRead }
        return rows
    }

    private func refusal(_ dates: [String], culture: String? = nil, pattern: String? = nil) throws -> String? {
        do {
            _ = try rows(file(dates), culture: culture, pattern: pattern)
            return nil
        } catch let error as IntakeError {
            #expect(error.code == .dateForm)
            return error.explanation
        }
    }

    @Test func theCountsProveIt() throws {
        let words = try #require(
            try refusal(["02/01/2024 14:00:00", "02/13/2024 14:00:00", "02/15/2024 14:00:00"], culture: "fr-FR"))
        #expect(
            words.contains("refute --culture fr-FR: of 3 ") && words.contains("1 are as it says")
                && words.contains("2 only with the month first"))
    }

    /// However far from the beginning the value stands.
    @Test func theWholeFileIsLookedAt() throws {
        let dates = Array(repeating: "02/03/2024 14:00:00", count: 2_000)
        #expect(try refusal(dates, culture: "en-GB") == nil)
        #expect(try refusal(dates + ["02/13/2024 14:00:00"], culture: "en-GB") != nil)
        #expect(try refusal(dates + ["13/02/2024 14:00:00"], culture: "en-GB") == nil)
    }

    @Test(arguments: [
        ("en-US", ["13/02/2024 2:00:00 PM"]), ("de-DE", ["02.13.2024 14:00:00"]),
        ("ja-JP", ["2024/02/03 14:00:00", "03/02/2024 14:00:00"]),
        ("de-DE", ["13/02/2024 14:00:00"]), ("en-GB", ["3/2/2567 14:00:00"]), ("ja-JP", ["1402/10/26 14:00:00"]),
        ("en-CA", ["2024-02-03 2:00:00 PM", "02/13/2024 2:00:00 PM"]),
        ("en-US", ["2/13/24 2:00:00 PM"]),
    ]) func refutedCultures(_ culture: String, _ dates: [String]) throws {
        #expect(try refusal(dates, culture: culture) != nil)
    }

    @Test(arguments: [
        ("en-US", ["2024-02-13 14:00:00", "NotFound", ""]), ("en-GB", ["13/02/2024 14:00:00", "yesterday"]),
        ("en-CA", ["2024-02-13 2:00:00 PM", "13/02/2024 2:00:00 PM"]),
        ("fr-FR", []),
    ]) func whatRefutesNothing(_ culture: String, _ dates: [String]) throws {
        #expect(try refusal(dates, culture: culture) == nil)
    }

    @Test func aPatternIsRefutedToo() throws {
        #expect(try refusal(["02/13/2024 14:00:00"], pattern: "d/M/yyyy H:mm:ss") != nil)
        #expect(try refusal(["02.03.2024 14:00:00"], pattern: "d/M/yyyy H:mm:ss") != nil)
        #expect(try refusal(["13/02/2024 14:00:00"], pattern: "d/M/yyyy H:mm:ss") == nil)
    }

    @Test func messageLogsAndJSONAreLookedAtAlike() throws {
        let csv = "Timestamp,EventId,MessageId,Sender,Recipients\n02/13/2024 14:00:00,DELIVER,<a@x>,a@x.com,b@x.com\n"
        #expect(throws: IntakeError.self) { try rows(Array(csv.utf8), culture: "en-GB") }
        #expect(try rows(Array(csv.utf8), culture: "en-US") == 1)
        let json = #"[{"GlobalObjectId":"A1","ItemClass":"IPM.Appointment","LogTimestamp":"02/13/2024 14:00:00"}]"#
        #expect(throws: IntakeError.self) { try rows(Array(json.utf8), culture: "en-GB") }
        #expect(try rows(Array(json.utf8), culture: "en-US") == 1)
    }
}
