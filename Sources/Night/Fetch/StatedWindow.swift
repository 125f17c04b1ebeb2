import ExchangeFormats
import Publishing

extension Manifest {
    /// What a manifest says of its window that no window of its month is.
    struct NoWindow: Error { var what: String }

    /// The window that it states, held against its month: one that another zone cut is at most a day away.
    ///
    /// - Returns: nil where it states none.
    func statedWindow() throws(NoWindow) -> Range<Instant>? {
        guard from != nil || to != nil else { return nil }
        guard let start = from.flatMap({ StatedTime.instant($0) }), let end = to.flatMap({ StatedTime.instant($0) })
        else { throw NoWindow(what: "its window has a date that cannot be read") }
        guard start < end else { throw NoWindow(what: "its window ends before it begins") }
        guard let month else { return start..<end }
        guard let first = StatedTime.month(month) else { throw NoWindow(what: "its month is none") }
        func isNear(_ instant: Instant, _ day: CivilDate) -> Bool {
            abs(instant.ticks - WallTime(day).ticks) <= Instant.ticksPerDay
        }
        guard isNear(start, first), isNear(end, first.firstOfNextMonth) else {
            throw NoWindow(what: "its window is that of another time than \(month)")
        }
        return start..<end
    }
}
