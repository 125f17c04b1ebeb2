import EventStore

/// What the pages show, and how.
package struct WebSettings: Sendable {
    package var store: EventLog.Place
    /// Whether what names people is left out.
    package var isPseudonymised: Bool

    package init(store: EventLog.Place, isPseudonymised: Bool) {
        self.store = store
        self.isPseudonymised = isPseudonymised
    }
}
