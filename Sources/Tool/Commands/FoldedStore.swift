import EventStore
import Night

/// A store whose meetings follow its log.
enum FoldedStore {
    /// Opens a store, and folds what is new in it where the view shows it.
    ///
    /// - Parameter isKept: whether something is to be noted in it.
    static func open(_ path: String, showing view: ViewSettings, isKept: Bool = false) throws -> EventLog {
        let reader = try EventLog(path: path, access: isKept ? .update : .readOnly)
        guard view.isNewest, try !FoldRun.isCurrent(reader) else { return reader }
        let log = isKept ? reader : try EventLog(path: path, access: .update)
        Console.note("The log has entries that were not folded yet; folding them first.")
        _ = try Fold.bringUpToDate(log)
        return log
    }
}
