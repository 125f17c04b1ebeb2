import EventStore
import ExchangeFormats
import Testing

@testable import Intake

@Suite struct CultureTests {
    struct Written: CustomStringConvertible, Sendable {
        var culture: String
        var text: String
        var instant: String
        var description: String { "\(culture): \(text)" }
    }

    /// Made by Scripts/cultures/written_dates.py of the patterns of three versions of CLDR and of Windows.
    static let written: [Written] = {
        let text = (try? fileText(fixtures + "cultures/dates.csv")) ?? ""
        let lines = text.split(separator: "\n").map(String.init)
        return lines.dropFirst().map { (line: String) -> Written in
            let fields = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            let cut = fields[2].lastIndex(of: ",") ?? fields[2].endIndex
            let text = String(fields[2][..<cut]).replacing("\"", with: "")
            return Written(culture: fields[0], text: text, instant: String(fields[2][cut...].dropFirst(1)))
        }
    }()

    private func value(_ text: String, _ options: CalendarReaderOptions) throws -> ReadRow.Value? {
        try SampleRow.value(.creationTime, of: text, options: options).get()
    }

    @Test func everyListedCultureReadsWhatBothPowerShellsWrite() throws {
        #expect(Self.written.count > 500)
        for written in Self.written {
            let culture = try DateCulture(named: written.culture)
            let read = SampleRowResult(try? value(written.text, CalendarReaderOptions(culture: culture)))
            #expect(read == SampleRowResult(try value(written.instant, CalendarReaderOptions())), "\(written)")
        }
    }

    private struct SampleRowResult: Equatable {
        var value: ReadRow.Value?
        init(_ value: ReadRow.Value??) { self.value = value ?? nil }
    }

    @Test func everyListedCultureIsInTheFixture() {
        #expect(Set(DateCulture.known).subtracting(Self.written.map(\.culture)).isEmpty)
    }

    /// The other order of day and month never reads what a culture writes.
    @Test func aDayBeyondTwelveFitsOneOrderOnly() throws {
        let american = CalendarReaderOptions(culture: try DateCulture(named: "en-US"))
        for written in Self.written where written.instant.hasPrefix("2024-11-23") && !written.text.hasPrefix("2024") {
            let isMonthFirst = written.text.hasPrefix("11")
            #expect(
                ((try? value(written.text, american)) != nil) == isMonthFirst || written.text.contains(".")
                    || written.text.contains("-"), "\(written)")
        }
    }

    @Test(arguments: [
        ("th-TH", "Buddhist"), ("fa-IR", "Persian"), ("ar-SA", "Um al-Qura"), ("ps-AF", "Persian"), ("dv-MV", "Hijri"),
    ]) func aCultureOfAnotherCalendarIsRefusedByName(_ name: String, _ calendar: String) {
        #expect(throws: DateCulture.Refusal.self) { try DateCulture(named: name) }
        do {
            _ = try DateCulture(named: name)
        } catch {
            #expect(error.explanation.what.contains(calendar))
        }
    }

    @Test(arguments: ["en-PH", "mt-MT", "es-US", "sw-KE"]) func aCultureThatIsWrittenBothWaysIsNotGuessed(
        _ name: String
    ) {
        #expect(throws: DateCulture.Refusal.bothWays) { try DateCulture(named: name) }
    }

    @Test(arguments: [
        "3/2/2024 9:05:07 uhh", "3/2/2024 13:05:07 pm", "3/2/2024 9:05:07 am pm", "3/2/24 9:05:07", "3/2/2567 9:05:07",
        "3-2/2024 9:05:07",
        "3/2 24 9:05:07", "3/2/2024T", "3/2/2024 9", "03022024", "3/2/2024 9:05:07 +25:00", "32/1/2024 9:05:07",
        "3/2/2024 09:05:07.",
    ]) func whatNoCultureWritesIsNotRead(_ text: String) throws {
        let british = CalendarReaderOptions(culture: try DateCulture(named: "en-GB"))
        #expect(try SampleRow.value(.creationTime, of: text, options: british) == .failure(.init(code: .badDate)))
    }

    @Test(arguments: [
        ("3/2/2024 9:05:07 p.m.", "en-NZ"), ("3/2/2024 9:05:07 P. M.", "es-CO"),
        ("3/2/2024 9:05:07\u{202F}p.\u{2009}m.", "es-AR"), ("٣/٢/٢٠٢٤ ٩:٠٥:٠٧ م", "ar-EG"),
        ("३/२/२०२४, ९:०५:०७ pm", "hi-IN"), ("Saturday, 03.02.2024 21.05.07", "it-IT"), ("2024年2月3日 21時05分07秒", "ja-JP"),
        ("2024년 2월 3일 오후 9:05:07", "ko-KR"),
        ("03.02.2024 kl. 21:05:07", "nb-NO"), ("2024-02-03 21 h 05 min 07 s", "fr-CA"),
        ("3/2/2024 9:05:07 pm +00:00", "en-AU"), ("03.02.2024 22:05:07 +01:00", "de-DE"),
        ("2024-02-03 9:05:07 PM", "en-GB"), ("03/02 2024 21:05:07", "uz-Latn-UZ"), ("3.02.2024 9:05:07 PL", "et-EE"),
        ("03-02-2024 9:05:07 மாலை", "ta-IN"),
    ]) func neighboursOfWhatIsWritten(_ text: String, _ culture: String) throws {
        let read = try value(text, CalendarReaderOptions(culture: try DateCulture(named: culture)))
        #expect(read == (try value("2024-02-03 21:05:07", CalendarReaderOptions())))
    }

    @Test(arguments: [
        "2024-02-03 21.05.07", "2024-02-03T21.05.07Z", "2024/02/03 21:05:07", "2024-2-3 21:05:07",
        "2024.02.03 21:05:07", "20240203T210507Z", "20240203T220507+0100",
        "2024-02-03 9:05:07 PM", "2024-02-03, 21:05:07", "2024-02-03 21:05:07 UTC", "2024-02-03  21:05:07 GMT",
        "2024-02-03\u{A0}21:05:07", "2024-02-03T21:05:07.000000000Z",
    ]) func whatIsNearlyISOIsRead(_ text: String) throws {
        guard case .instant(let read, _)? = try value(text, CalendarReaderOptions()),
            case .instant(let plain, _)? = try value("2024-02-03 21:05:07", CalendarReaderOptions())
        else {
            Issue.record("\(text) is not read")
            return
        }
        #expect(read == plain)
    }

    @Test(
        arguments: [("12345678", 1_234_567), ("123456789", 1_234_567), ("000000009", 0), ("999999999999", 9_999_999)]
            as [(String, Int64)])
    func digitsBeyondTheSeventhAreCut(_ digits: String, _ ticks: Int64) throws {
        guard
            case .instant(let read, .instantTicks)? = try value(
                "2024-01-05 09:30:07.\(digits)Z", CalendarReaderOptions())
        else {
            Issue.record("not read")
            return
        }
        #expect(read % Instant.ticksPerSecond == ticks)
    }

    @Test(arguments: [
        ("d/M/yyyy H:mm:ss", "3/2/2024 21:05:07"), ("MM/dd/yyyy hh:mm:ss tt", "02/03/2024 09:05:07 PM"),
        ("dd-MMM-yyyy HH:mm:ss", "03-Feb-2024 21:05:07"),
        ("yyyyMMdd'T'HHmmss", "20240203T210507"),
        ("dddd, d MMMM yyyy HH:mm:ss.fff", "Saturday, 3 February 2024 21:05:07.000"),
        ("dd.MM.yy HH:mm:ss", "03.02.24 21:05:07"),
        ("yyyy/dd/MM HH:mm:ss", "2024/03/02 21:05:07"), ("dd/MM/yyyy HH:mm:ss zzz", "03/02/2024 23:05:07 +02:00"),
    ]) func aStatedPattern(_ pattern: String, _ text: String) throws {
        var options = CalendarReaderOptions()
        options.datePattern = try DatePattern(pattern)
        guard case .instant(let read, _)? = try value(text, options),
            case .instant(let plain, _)? = try value("2024-02-03 21:05:07", CalendarReaderOptions())
        else {
            Issue.record("not read")
            return
        }
        #expect(read == plain)
        #expect(try value("2024-02-03 21:05:07Z", options) == .instant(plain, .instantSeconds))
        #expect(
            try SampleRow.value(.creationTime, of: "31/31/2024 21:05:07", options: options)
                == .failure(.init(code: .badDate)))
    }

    @Test(arguments: [
        "", "d/M", "HH:mm", "d/M/yyyy h:mm", "d/M/yyyy QQ", "d/M/yyyy 'T", "d/M/yyyy HH", "dd/dd/yyyy MM", "d/M/yyyyy",
    ])
    func aPatternThatSaysTooLittleIsRefused(_ pattern: String) {
        #expect(throws: DatePattern.PatternError.self) { try DatePattern(pattern) }
    }
}
