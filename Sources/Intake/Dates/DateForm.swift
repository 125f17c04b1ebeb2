import ExchangeFormats

/// Looks, before the first row is taken in, whether a file's dates are written in some culture's way.
///
/// Such dates fit two readings as often as not, so they are never guessed: without a stated culture the file is
/// refused, which is kinder than to quarantine every one of its rows.
struct DateForm {
    /// How many rows are looked at.
    private static let rows = 200
    /// How many dates in a culture's form are looked at.
    private static let mostDates = 1_000

    private let iso = DateReader(CalendarReaderOptions())
    private var hasISO = false
    private var parts: [(first: Int, second: Int)] = []

    /// Whether another date could change the answer.
    var wantsMore: Bool { !hasISO && parts.count < DateForm.mostDates }

    /// Looks at a value of a column that holds dates.
    mutating func add(_ value: Bytes) {
        let field = FieldValues.trimmed(value)
        if case .value = iso.read(field) { hasISO = true }
        if let found = DateSurvey.parts(of: field) { parts.append((found.first, found.second)) }
    }

    /// - Throws: `IntakeError` when dates in culture form were found and not one in ISO form.
    func refuse(path: String) throws(IntakeError) {
        guard !hasISO, !parts.isEmpty else { return }
        throw IntakeError(.dateForm, path: path, DateForm.explanation(parts))
    }

    /// - Parameters:
    ///   - bytes: the file from its first row on; `TextWindow.slack` bytes behind them must be readable.
    ///   - places: the columns that hold dates.
    /// - Throws: `IntakeError` when dates in culture form are found and not one in ISO form.
    static func check(_ bytes: Bytes, delimiter: UInt8, places: [Int], path: String, isLast: Bool) throws(IntakeError) {
        var form = DateForm()
        var scanner = RecordScanner(delimiter: delimiter, mostFields: (places.max() ?? 0) + 1)
        var rest = bytes
        for _ in 0..<rows where form.wantsMore {
            guard case .record(let length, let ending, _) = scanner.scan(rest, isLast: isLast) else { break }
            for place in places where place < scanner.kept.count { form.add(scanner.kept[place]) }
            rest = Bytes(rebasing: rest[(length + ending)...])
        }
        try form.refuse(path: path)
    }

    private static func explanation(_ parts: [(first: Int, second: Int)]) -> String {
        let isDayFirst = parts.contains { $0.first > 12 }
        let isMonthFirst = parts.contains { $0.second > 12 }
        let order =
            switch (isDayFirst, isMonthFirst) {
            case (true, false):
                """
                The day seems to come first: --culture en-GB reads 31/01/2024, --culture de-DE and pl-PL read \
                31.01.2024.
                """
            case (false, true): "The month seems to come first: --culture en-US reads 1/31/2024 5:30:00 PM."
            default: "Its first rows do not show whether the day or the month comes first."
            }
        return
            """
            the dates are not in ISO form but as the exporting computer's culture writes them. \(order) State the \
            culture of that computer with --culture (Get-Culture shows it), or a pattern with --date-format.
            """
    }
}
