/// Names of months and of days of the week, as people write them.
enum MonthNames {
    /// The month that a word is the name of, or the beginning of a name, in one of the languages below; nil where it
    /// could be several months.
    static func month(_ word: String) -> Int? {
        guard word.count >= 3, word.allSatisfy(\.isLetter) else { return nil }
        let found = names.indices.filter { month in names[month].contains { $0.hasPrefix(word) } }
        return found.count == 1 ? found[0] + 1 : nil
    }

    /// 0 Sunday … 6 Saturday, by an English name of three letters or more.
    static func weekday(_ word: String) -> Int? {
        guard word.count >= 3 else { return nil }
        return weekdays.firstIndex { $0.hasPrefix(word) }
    }

    /// English, German, French, Spanish, Italian, Portuguese, Dutch, Polish; the Scandinavian names begin as one of
    /// these does. In lower case.
    private static let names: [[Substring]] = [
        "january januar jänner janvier enero gennaio janeiro januari styczeń stycznia",
        "february februar februari février fevrier febrero febbraio fevereiro luty lutego",
        "march märz mars marzo março maart marzec marca",
        "april avril abril aprile kwiecień kwietnia",
        "may mai mayo maggio maio mei maj maja",
        "june juni juin junio giugno junho czerwiec czerwca",
        "july juli juillet julio luglio julho lipiec lipca",
        "august août aout agosto augustus augusti sierpień sierpnia",
        "september sept septembre septiembre setiembre settembre setembro wrzesień września",
        "october oktober octobre octubre ottobre outubro październik października",
        "november novembre noviembre novembro listopad listopada",
        "december dezember décembre decembre diciembre dicembre dezembro grudzień grudnia",
    ].map { $0.split(separator: " ") }

    private static let weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
}
