import EventStore
import ExchangeFormats
import Testing

@testable import Intake

@Suite struct ValueTests {
    private func ticks(
        _ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0, _ second: Int = 0,
        _ fraction: Int64 = 0
    ) -> Int64 {
        Int64(CivilDate.days(year: year, month: month, day: day)) * Instant.ticksPerDay
            + Int64(hour * 3_600 + minute * 60 + second) * Instant.ticksPerSecond + fraction
    }

    private func date(_ text: String, culture: String? = nil) throws -> ReadRow.Value? {
        let options = CalendarReaderOptions(culture: culture.flatMap(DateCulture.init))
        return try SampleRow.value(.creationTime, of: text, options: options).get()
    }

    @Test func datesInISOForm() throws {
        let whole = ReadRow.Value.instant(ticks(2024, 1, 5, 9, 30, 7), .instantSeconds)
        for text in [
            "2024-01-05 09:30:07", "2024-01-05T09:30:07", "2024-01-05T09:30:07Z", "2024-01-05 09:30:07Z",
            "2024-01-05T11:30:07+02:00",
            "2024-01-05T11:30:07+0200", "2024-01-05T11:30:07+02", "2024-01-05 04:00:07 -05:30",
            "2024-01-04T19:30:07-14:00", " 2024-01-05 9:30:07 ",
        ] { #expect(try date(text) == whole, "\(text)") }
        #expect(try date("2024-01-05") == .instant(ticks(2024, 1, 5), .instantSeconds))
        #expect(try date("2024-01-05 09:30") == .instant(ticks(2024, 1, 5, 9, 30), .instantSeconds))
        #expect(try date("2024-02-29 00:00:00") == .instant(ticks(2024, 2, 29), .instantSeconds))
        #expect(
            try date("9999-12-31T23:59:59.9999999Z")
                == .instant(ticks(9999, 12, 31, 23, 59, 59, 9_999_999), .instantTicks))
    }

    @Test(arguments: [
        ("5", 5_000_000, Cell.Kind.instantMilliseconds), ("05", 500_000, .instantMilliseconds),
        ("123", 1_230_000, .instantMilliseconds),
        ("1234", 1_234_000, .instantTicks), ("1234567", 1_234_567, .instantTicks), ("0000000", 0, .instantTicks),
        ("12345670", 1_234_567, .instantTicks),
        ("000000000", 0, .instantTicks),
    ]) func fractionsKeepTheirPrecision(_ digits: String, _ fraction: Int, _ kind: Cell.Kind) throws {
        #expect(
            try date("2024-01-05 09:30:07.\(digits)Z") == .instant(ticks(2024, 1, 5, 9, 30, 7, Int64(fraction)), kind))
    }

    @Test func datesInJSONForm() throws {
        let expected = ReadRow.Value.instant(ticks(2023, 6, 1, 11, 41, 45, 4_060_000), .instantMilliseconds)
        #expect(try date("/Date(1685619705406)/") == expected)
        #expect(try date("/Date(1685619705406+0200)/") == expected)
        #expect(try date("/Date(-1)/") == .instant(-10_000, .instantMilliseconds))
        #expect(try date("/Date(-62135596800000)/") == nil)
    }

    @Test(arguments: [
        "0001-01-01 00:00:00", "0001-01-01T00:00:00.0000000", "1601-01-01", "1601-01-01T00:00:00Z",
        "4501-01-01 00:00:00", "4501-01-01 01:00:00",
        "N/A", "NotFound", "notfound", "InvalidSchemaPropertyName", "REDACTED-77af", "  ",
    ]) func datesThatMeanNone(_ text: String) throws {
        #expect(try date(text) == nil)
    }

    @Test(arguments: [
        "2024-02-30 10:00:00", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-05 24:00:00", "2024-01-05 10:60:00",
        "2024-01-05 10:00:60",
        "2024-01-05 10", "2024-01-05T", "2024-01-05 10:00:00 CET", "2024-01-05 10:00:00+15:00", "2024-01-05 10:00:00.",
        "20240105", "1/5/2024 10:00:00", "05.01.2024", "1402/10/26 10:00:00", "2567-01-16T10:00:00 x", "45000.5",
        "yesterday", "/Date()/", "/Date(x)/", "/Date(1685619705406)", "/Date(99999999999999999)/",
        "/Date(253402300800000)/", "0000-01-01", "2024-01-05 10:00:00Z+01:00", "2024-01-05 10:00:00 x", "-2024-01-05",
    ]) func datesThatCannotBeRead(_ text: String) throws {
        #expect(try SampleRow.value(.creationTime, of: text) == .failure(.init(code: .badDate)))
    }

    @Test func datesOfCultures() throws {
        let expected = ReadRow.Value.instant(ticks(2023, 6, 1, 23, 41, 45), .instantSeconds)
        #expect(try date("6/1/2023 11:41:45 PM", culture: "en-US") == expected)
        #expect(try date("6/1/2023 11:41:45\u{202F}PM", culture: "en-US") == expected)
        #expect(try date("01/06/2023 23:41:45", culture: "en-GB") == expected)
        #expect(try date("1/06/2023 11:41:45 pm", culture: "en-AU") == expected)
        #expect(try date("01.06.2023 23:41:45", culture: "pl-PL") == expected)
        #expect(try date("1. 6. 2023 23:41:45", culture: "sk-SK") == expected)
        #expect(try date("1-6-2023 23:41:45", culture: "nl-NL") == expected)
        #expect(try date("2023. 06. 01. 23:41:45", culture: "hu-HU") == expected)
        #expect(try date("2023/06/01 23:41:45", culture: "ja-JP") == expected)
        #expect(try date("2023-06-01 23:41:45", culture: "en-US") == expected)
        #expect(try date("6/1/2023 12:00:00 AM", culture: "en-US") == .instant(ticks(2023, 6, 1), .instantSeconds))
        #expect(try date("6/1/2023 12:00:00 PM", culture: "en-US") == .instant(ticks(2023, 6, 1, 12), .instantSeconds))
        #expect(try date("1/1/0001 12:00:00 AM", culture: "en-US") == nil)
        for (text, culture) in [
            ("13/1/2023 11:41:45 AM", "en-US"), ("1/13/2023 11:41:45", "en-GB"), ("01.06.2023", "en-GB"),
            ("6/1/2023 13:41:45 PM", "en-US"),
            ("6/1/23 11:41:45 AM", "en-US"), ("6/1/2023 11:41:45 XM", "en-US"), ("6/1/2023 0:41:45 AM", "en-US"),
        ] {
            let options = CalendarReaderOptions(culture: DateCulture(name: culture))
            #expect(
                try SampleRow.value(.creationTime, of: text, options: options) == .failure(.init(code: .badDate)),
                "\(text)")
        }
        #expect(DateCulture(name: "EN_us") == DateCulture(name: "en-US"))
        #expect(DateCulture(name: "xx-XX") == nil)
    }

    @Test func datesOfAStatedZone() throws {
        let zone = try #require(ZoneCatalogue.shipped.resolve("Europe/Warsaw"))
        func read(_ text: String, culture: String? = nil) throws -> ReadRow.Value? {
            let options = CalendarReaderOptions(culture: culture.flatMap(DateCulture.init), timeZone: zone.rules)
            return try SampleRow.value(.creationTime, of: text, options: options).get()
        }
        #expect(try read("2024-01-05 09:30:00") == .instant(ticks(2024, 1, 5, 8, 30), .instantSeconds))
        #expect(try read("2024-07-05 09:30:00") == .instant(ticks(2024, 7, 5, 7, 30), .instantSeconds))
        #expect(
            try read("05.07.2024 09:30:00", culture: "pl-PL") == .instant(ticks(2024, 7, 5, 7, 30), .instantSeconds))
        #expect(try read("2024-07-05 09:30:00Z") == .instant(ticks(2024, 7, 5, 9, 30), .instantSeconds))
        #expect(try read("/Date(0)/") == .instant(0, .instantMilliseconds))
        #expect(try read("2024-03-31 02:30:00") == .instant(ticks(2024, 3, 31, 1, 30), .instantSeconds))
        #expect(try read("2024-10-27 02:30:00") == .instant(ticks(2024, 10, 27, 0, 30), .instantSeconds))
        #expect(try read("4501-01-01 00:00:00") == nil)
    }

    @Test(
        arguments: [
            ("7", 7), ("0", 0), ("-1", -1), ("+3", 3), ("3.0", 3), ("3,00", 3), ("007", 7),
            ("9223372036854775807", Int64.max), (" 5 ", 5),
        ] as [(String, Int64)]) func numbers(_ text: String, _ number: Int64) throws
    {
        #expect(try SampleRow.value(.itemVersion, of: text).get() == .number(number))
    }

    @Test(arguments: ["x", "1.5", "1.", ".0", "1e3", "9223372036854775808", "0x10", "1 000", "1.0.0", "٣"])
    func numbersThatCannotBeRead(_ text: String) throws {
        #expect(try SampleRow.value(.itemVersion, of: text) == .failure(.init(code: .badNumber)))
    }

    @Test(arguments: [
        ("True", true), ("TRUE", true), ("true", true), ("1", true), ("1.0", true), ("Wahr", true), ("PRAWDA", true),
        ("False", false), ("FALSE", false), ("0", false), ("0.0", false), ("FAŁSZ", false),
    ]) func booleans(_ text: String, _ value: Bool) throws {
        #expect(try SampleRow.value(.isException, of: text).get() == .number(value ? 1 : 0))
    }

    @Test(arguments: ["2", "-1", "T", "maybe"]) func booleansThatCannotBeRead(_ text: String) throws {
        #expect(try SampleRow.value(.isException, of: text) == .failure(.init(code: .badBoolean)))
    }

    @Test(
        arguments: [
            ("Meeting, Received", 3), ("meeting,received,CANCELED", 7), ("None", 0),
            ("Meeting, Received, Cancelled, Forward", 15), ("5.0", 5),
        ] as [(String, Int64)]) func appointmentStates(_ text: String, _ bits: Int64) throws
    {
        #expect(try SampleRow.value(.appointmentState, of: text).get() == .number(bits))
    }

    @Test(arguments: ["Meeting Received", "Meeting,", "later"]) func appointmentStatesThatCannotBeRead(
        _ text: String
    ) throws {
        #expect(try SampleRow.value(.appointmentState, of: text) == .failure(.init(code: .badNumber)))
    }

    @Test func textStaysAsItStood() throws {
        #expect(try SampleRow.value(.normalizedSubject, of: "  Zażółć, 会議 🗓 ").get() == .text("  Zażółć, 会議 🗓 "))
        #expect(try SampleRow.value(.itemClass, of: "ipm.APPOINTMENT").get() == .text("ipm.APPOINTMENT"))
        #expect(try SampleRow.value(.senderEmailAddress, of: "</O=EX/CN=x REDACTED-9>").get() == nil)
    }

    @Test func blobs() throws {
        #expect(
            try SampleRow.value(.appointmentRecurrenceBlob, of: "0430A0fF").get() == .bytes([0x04, 0x30, 0xA0, 0xFF]))
        #expect(
            try SampleRow.value(.appointmentRecurrenceBlob, of: "BDAEMA==").get() == .bytes([0x04, 0x30, 0x04, 0x30]))
        #expect(try SampleRow.value(.appointmentRecurrenceBlob, of: "0430...").get() == .bytes(Array("0430...".utf8)))
        #expect(
            try SampleRow.value(.appointmentRecurrenceBlob, of: "System.Byte[]").get()
                == .bytes(Array("System.Byte[]".utf8)))
    }

    @Test(
        arguments: [
            ("alice@example.com.csv", "alice@example.com"),
            ("/x/Alice@Example.com_2024-02-01.csv", "alice@example.com"),
            ("alice@example.com", "alice@example.com"), ("alice@example.com (1).csv", "alice@example.com"),
            ("alice@example.com-2024-02-01.csv.txt", "alice@example.com"),
            ("o'neil+x@sub.example.co.uk.CSV", "o'neil+x@sub.example.co.uk"),
            ("/logs/bob@example.com/2024-02.csv", "bob@example.com"),
            ("/bob@example.com/alice@example.com.csv", "alice@example.com"),
            ("x@xn--bcher-kva.example.csv", "x@xn--bcher-kva.example"), ("merged.csv", nil), ("@example.com.csv", nil),
            ("alice@localhost.csv", nil),
            ("/bob@example.com old/x.csv", nil), ("mail to alice@example.com.csv", nil),
        ] as [(String, String?)]) func mailboxOfAPath(_ path: String, _ mailbox: String?)
    {
        #expect(MailboxName.inPath(path) == mailbox)
    }
}
