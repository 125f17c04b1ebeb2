import ExchangeFormats
import Partner
import Primitives

/// What a push would refuse of a month: it is told when the month comes, by whom it could be asked for again, and not
/// when it is to go.
enum PushableCheck {
    /// - Parameter folder: where the month's tables stand, in their form.
    /// - Returns: nil where a push would take it, and for tables that no push sends.
    static func doubt(_ found: CheckedManifest, in folder: String) throws -> FetchReport.Month? {
        guard let month = found.manifest.month, let number = StatedTime.month(month).map({ MonthNumber($0) }) else {
            return nil
        }
        let tables = MonthTables(
            folder: folder, month: month, period: found.window ?? widest(number.window(in: .utc)), withUsers: false)
        guard !tables.present.isEmpty else { return nil }
        guard tables.present.contains(.interactions) else {
            return .init(
                month, .unfit,
                what:
                    "Its manifest names people and no \(tables.name(.interactions)), without which no month is pushed: whoever publishes it names interactions among the tables of the night."
            )
        }
        do {
            _ = try MonthBodies(tables, names: IDNames(IDNames.standard)).survey()
            return nil
        } catch let error as PartnerError {
            let what = error.what.replacing(" Nothing was sent.", with: "")
            return .init(month, error.reason == .refused ? .clear : .unfit, what: what)
        }
    }

    /// A month in whatever zone it was cut, where its manifest does not say.
    private static func widest(_ month: Range<Instant>) -> Range<Instant> {
        Instant(
            ticks: month.lowerBound.ticks - Instant.ticksPerDay)..<Instant(
                ticks: month.upperBound.ticks + Instant.ticksPerDay)
    }
}
