import ExchangeFormats
import Testing

@Suite struct InstantTextTests {
    @Test func printsWhatItIs() throws {
        #expect("\(Instant(ticks: 0))" == "1970-01-01T00:00:00Z")
        #expect("\(Instant(ticks: -1))" == "1969-12-31T23:59:59.9999999Z")
        #expect("\(Instant(ticks: 2_500_000))" == "1970-01-01T00:00:00.250Z")
        #expect("\(Instant(ticks: .max))" == "+031197-09-14T02:48:05.4775807Z")
        #expect("\(Instant(ticks: .min))" == "-027258-04-19T21:11:54.5224192Z")
    }

    @Test(arguments: [
        ("2024-02-12T06:00:00Z", "2024-02-12T06:00:00Z"), ("2024-02-12T06:00Z", "2024-02-12T06:00:00Z"),
        ("2024-02-12T07:00:00+01:00", "2024-02-12T06:00:00Z"), ("2024-02-11T23:30:00-06:30", "2024-02-12T06:00:00Z"),
        ("2024-02-29T23:59:59.9999999Z", "2024-02-29T23:59:59.9999999Z"),
        ("2024-02-12T06:00:00.5000000000Z", "2024-02-12T06:00:00.500Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"), ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    ])
    func readsWhatIsAnInstant(_ text: String, _ printed: String) {
        #expect(Instant(text)?.description == printed)
    }

    @Test(arguments: [
        "", "2024-02-12", "2024-02-12T06:00:00", "2024-02-12 06:00:00Z", "2024-02-30T06:00:00Z", "2023-02-29T06:00Z",
        "2024-02-12T24:00:00Z", "2024-02-12T06:60Z", "2024-02-12T06:00:60Z", "2024-02-12T06:00:00.Z",
        "2024-02-12T06:00:00.00000001Z", "2024-02-12T06:00:00Z ", " 2024-02-12T06:00:00Z", "2024-02-12T06:00:00z",
        "2024-02-12T06:00:00+0100", "2024-02-12T06:00:00+24:00", "2024-2-12T06:00:00Z", "２０２４-02-12T06:00:00Z",
        "0000-01-01T00:00:00Z", "+002024-02-12T06:00:00Z", "2024-02-12T06:00:00+01:00Z",
    ])
    func refusesWhatIsNone(_ text: String) { #expect(Instant(text) == nil) }

    /// Whatever it prints between the years 1 and 9999, it reads back.
    @Test func readsWhatItPrints() {
        let first = Int64(CivilDate.days(year: 1, month: 1, day: 1)) * Instant.ticksPerDay
        let last = Int64(CivilDate.days(year: 10_000, month: 1, day: 1)) * Instant.ticksPerDay
        let step: Int64 = 7_919 * 1_000_003 * 4_001
        for ticks in stride(from: first, to: last, by: Int.Stride(step)) {
            let instant = Instant(ticks: ticks)
            #expect(Instant(instant.description) == instant, "\(ticks)")
        }
    }
}
