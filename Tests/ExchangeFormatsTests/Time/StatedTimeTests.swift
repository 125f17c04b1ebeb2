import ExchangeFormats
import Testing

@Suite struct StatedTimeTests {
    @Test(arguments: [
        "2024-2-", "2024-2", "2024--2", "202402-", "2024-00", "2024-13", "0000-01", "24-02", "2024-02-", " 2024-02",
        "2024-02-01", "２０２４-02", "+024-02", "",
    ])
    func whatIsNoMonthIsNotTakenForOne(_ text: String) {
        #expect(StatedTime.month(text) == nil)
    }

    @Test(arguments: [
        "2024-02-30", "2023-02-29", "2024-2-9", "2024-02-9-", "2024-02", "20240209", "2024-02-09T", "-2024-02-9", "",
    ])
    func whatIsNoDateIsNotTakenForOne(_ text: String) {
        #expect(StatedTime.date(text) == nil)
    }

    @Test func monthsAndDates() {
        #expect(StatedTime.month("2024-02") == CivilDate(year: 2024, month: 2, day: 1))
        #expect(StatedTime.date("2024-02-29") == CivilDate(year: 2024, month: 2, day: 29))
        #expect(StatedTime.month("2024-12")?.firstOfNextMonth == CivilDate(year: 2025, month: 1, day: 1))
        #expect(CivilDate(year: 2023, month: 2, day: 28)?.firstOfNextMonth == CivilDate(year: 2023, month: 3, day: 1))
    }
}
