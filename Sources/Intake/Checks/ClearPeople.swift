import EventStore

/// Looks, before the first row is taken in, whether a file's people are pseudonyms: then it is a finished table and no
/// export.
enum ClearPeople {
    /// How many rows are looked at. Rows beyond them are judged one by one.
    private static let rows = 1_000

    /// - Parameter bytes: the file from its first row on; `TextWindow.slack` bytes behind them must be readable.
    /// - Throws: `IntakeError` when somebody in the first rows is a pseudonym.
    static func check(_ bytes: Bytes, plan: HeaderPlan, path: String, isLast: Bool) throws(IntakeError) {
        let places = plan.columns.filter(ColumnNames.namesPeople).map(\.index)
        var scanner = RecordScanner(delimiter: plan.delimiter, mostFields: (places.max() ?? 0) + 1)
        var rest = bytes
        for _ in 0..<rows {
            guard case .record(let length, let ending, _) = scanner.scan(rest, isLast: isLast) else { return }
            for place in places where place < scanner.kept.count && FieldValues.holdsPseudonym(scanner.kept[place]) {
                throw IntakeError(
                    .pseudonyms, path: path,
                    """
                    its people are pseudonyms, so it is a finished table and not an export. Its rows would keep every table from being \
                    written, as nothing is hashed twice. Take it out of the folder; 'calfold ingest --store NEW' takes such files into a store of their own.
                    """)
            }
            rest = Bytes(rebasing: rest[(length + ending)...])
        }
    }
}
