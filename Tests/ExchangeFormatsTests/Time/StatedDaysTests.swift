import Testing

@testable import ExchangeFormats

/// Days and times as people type them.
@Suite struct StatedDaysTests {
    private func days(_ text: String) throws -> String? {
        let words = text.split(separator: " ").map(String.init)
        guard let found = try StatedDays.days(words[...]) else { return nil }
        return "\(found.days.lowerBound)..<\(found.days.upperBound) of \(found.count)"
    }

    @Test(arguments: [
        ("2024-02-14", 1), ("2024-2-14", 1), ("2024/02/14", 1), ("2024.02.14", 1), ("14.02.2024", 1), ("14.2.2024,", 1),
        ("(14-02-2024)", 1), ("2/14/2024", 1), ("20240214", 1), ("14 Feb 2024", 3), ("14. Februar 2024", 3),
        ("14th of February 2024", 4), ("14 de febrero de 2024", 5), ("14 février 2024", 3), ("14 lutego 2024 r.", 3),
        ("Feb 14, 2024", 3), ("February 14th 2024 x", 3), ("14-Feb-2024", 1), ("Feb-14-2024", 1), ("14.feb.2024", 1),
        ("Wed 14 Feb 2024", 4), ("Wednesday, 2024-02-14", 2), ("\"2024-02-14\"", 1),
    ])
    func aDay(_ text: String, _ count: Int) throws {
        #expect(try days(text) == "2024-02-14..<2024-02-15 of \(count)")
    }

    @Test func aRowOfWeekdaysIsNoDate() throws {
        #expect(try StatedDays.days(Array(repeating: "mon", count: 500_000)[...]) == nil)
    }

    @Test(arguments: [
        ("2024-02", "2024-02-01..<2024-03-01 of 1"), ("2024-2", "2024-02-01..<2024-03-01 of 1"),
        ("02.2024", "2024-02-01..<2024-03-01 of 1"), ("12/2024", "2024-12-01..<2025-01-01 of 1"),
        ("Feb 2024", "2024-02-01..<2024-03-01 of 2"), ("März 2024", "2024-03-01..<2024-04-01 of 2"),
        ("grudnia 2024", "2024-12-01..<2025-01-01 of 2"), ("2024", "2024-01-01..<2025-01-01 of 1"),
    ])
    func aMonthOrAYear(_ text: String, _ expected: String) throws { #expect(try days(text) == expected) }

    @Test(arguments: [
        "2024-13", "2024-00", "2024-02-30", "2023-02-29", "31.04.2024", "2/30/2024", "2024-2-", "-2024-02", "14.02.24",
        "24-02-14", "2024-02-14-1", "2024-02/14", "20240230", "202402", "1024", "2024a", "14 Feb 24", "jui 2024",
        "Tue 14 Feb 2024", "Feb", "14", "budget 2024", "10.2.1", "３.02.2024", "",
    ])
    func noDay(_ text: String) throws { #expect(try days(text) == nil) }

    @Test func aDateOfTwoReadingsIsNotGuessed() throws {
        #expect(throws: StatedDays.Ambiguous(text: "3/2/2024", readings: ["2024-02-03", "2024-03-02"])) {
            try days("3/2/2024")
        }
        #expect(try days("2/2/2024") == "2024-02-02..<2024-02-03 of 1")
    }

    @Test(arguments: [
        ("09:00", 540, 1), ("9:00:00", 540, 1), ("9:00:00.000", 540, 1), ("9:00 AM", 540, 2), ("9am", 540, 1),
        ("9 a.m.", 540, 2), ("9:05 p.m. x", 1_265, 2), ("12:30am", 30, 1), ("12 PM", 720, 2), ("21:05", 1_265, 1),
    ])
    func aTimeOfDay(_ text: String, _ minute: Int, _ count: Int) {
        let found = StatedDays.minute(text.split(separator: " ").map(String.init)[...])
        #expect(found?.minute == minute && found?.count == count)
    }

    @Test(arguments: ["9", "24:00", "9:60", "13pm", "0 am", "9:5", "900", "9:00:00:00", "am", "2024 am", "a9:00"])
    func noTimeOfDay(_ text: String) {
        #expect(StatedDays.minute(text.split(separator: " ").map(String.init)[...]) == nil)
    }

    @Test func whatLooksLikeADateIsTold() {
        for word in ["14.02.24", "2024-02-30", "2024-13", "31/12/99"] { #expect(StatedDays.looksLikeOne(word)) }
        for word in ["budget", "2024", "3/4", "v2.0", "10:00", "1.2.3.4"] { #expect(!StatedDays.looksLikeOne(word)) }
    }
}
