import EventStore
import Privacy
import Projection

/// What the pages show, and how.
package struct WebSettings: Sendable {
    package var store: EventLog.Place
    package var people: People
    /// What pseudonyms are made with; nil where names are shown in clear.
    package var key: PseudonymKey?
    /// Changes with the directory and with other options: an answer to another question is another answer.
    package var mark: String
    /// What the log had taught of names by a moment, for all threads.
    let names = MomentNames()

    package init(store: EventLog.Place, people: People, key: PseudonymKey?, mark: String) {
        self.store = store
        self.people = people
        self.key = key
        self.mark = mark
    }
}
