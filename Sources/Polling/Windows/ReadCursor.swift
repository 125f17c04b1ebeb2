import ExchangeFormats

/// Where the reading of one window stands. Pages come newest first, so that all above the oldest instant read has been
/// read; a link that cannot be followed is left, and the window is asked for anew from that instant.
struct ReadCursor {
    /// What to ask for next.
    enum Step: Equatable {
        /// The window up to an instant, with so many rows on a page.
        case ask(upTo: Instant, rows: Int)
        case follow(String)
        /// Leave out so many rows of the window, for a service without links.
        case skip(Int)
        case done
        /// More rows than a page holds lie at one instant, and no link leads on.
        case stuck(at: TimeSpan)
    }

    let window: TimeSpan
    /// All newer rows were read.
    private(set) var position: Instant
    /// Whether each page so far went from new to old: else the position says nothing.
    private(set) var isOrdered: Bool
    private let rows: Int
    private let mostRows: Int
    /// The bound that was asked for last, and how often in another way since.
    private var asked: Instant
    private var detours: [Int]
    private var isStarted = false
    private var followed: Set<String> = []
    private var emptyPages = 0
    /// What stood on the pages since the position last moved.
    private var shown: Set<Int> = []
    private var oldest: ShownInstant?

    /// Pages without a row, one after the other, after which links lead nowhere.
    static let mostEmptyPages = 100

    init(window: TimeSpan, rows: Int, mostRows: Int, isOrdered: Bool = true) {
        self.window = window
        self.isOrdered = isOrdered
        self.rows = rows
        self.mostRows = mostRows
        position = window.to
        asked = window.to
        detours = ReadCursor.detours(rows, mostRows)
    }

    private static func detours(_ rows: Int, _ most: Int) -> [Int] {
        var seen: Set<Int> = [rows]
        return [most, rows - 1, rows - 7, rows * 3 / 4, rows / 2, rows + 1, rows / 3, rows / 7].filter {
            (1...most).contains($0) && seen.insert($0).inserted
        }
    }

    mutating func first() -> Step { .ask(upTo: position, rows: rows) }

    /// Moves on after a page that is safe.
    ///
    /// - Parameters:
    ///   - times: of the page's rows, in its order.
    ///   - content: which rows those are, as a number.
    ///   - link: what leads to the next page; nil at the window's end, and `.some(nil)` for one that must not be
    ///     followed.
    mutating func next(times: [ShownInstant], content: Int, link: String??) -> Step {
        let before = position
        note(times)
        guard let link else { return .done }
        emptyPages = times.isEmpty ? emptyPages + 1 : 0
        if position < before { shown.removeAll() }
        // Links may differ and lead to the same rows again and again.
        let isFresh = times.isEmpty || shown.insert(content).inserted
        guard let link, isFresh, emptyPages < ReadCursor.mostEmptyPages, followed.insert(link).inserted
        else { return askAnew() }
        return .follow(link)
    }

    private mutating func note(_ times: [ShownInstant]) {
        guard isOrdered, let last = times.last else { return }
        for (newer, older) in zip(times, times.dropFirst()) where newer.last < older.first { isOrdered = false }
        guard isOrdered else {
            position = window.to
            return
        }
        if last.last < position { position = max(window.from, last.last) }
        if oldest.map({ last.first < $0.first }) ?? true { oldest = last }
    }

    /// The way on from a link that the service does not take, or that must not be followed.
    mutating func askAnew() -> Step {
        followed.removeAll()
        shown.removeAll()
        emptyPages = 0
        if position < asked {
            asked = position
            detours = ReadCursor.detours(rows, mostRows)
            return .ask(upTo: position, rows: rows)
        }
        if !detours.isEmpty { return .ask(upTo: position, rows: detours.removeFirst()) }
        let from = isOrdered ? oldest.map { max(window.from, $0.first) } ?? window.from : window.from
        guard let span = TimeSpan(from: min(from, position), to: position) else { return .done }
        return .stuck(at: span)
    }
}
