import Foundation

/// Brings sets of tables to a target: what is there already with the same contents is not sent again, and whatever
/// breaks is tried again with growing pauses.
package struct Publication {
    private let target: any PublicationTarget
    private let attempts: Attempts
    /// Gets how far the work is, for a line on a terminal.
    package var progress: (String) -> Void = { _ in }

    /// - Parameters:
    ///   - attempts: tries for each step, the first among them; at least 1.
    ///   - pause: waits after the try of that number, from 1, that failed.
    package init(
        to target: any PublicationTarget, attempts: Int, pause: @escaping (Int) -> Void = Publication.growingPause
    ) {
        self.target = target
        self.attempts = Attempts(attempts, pause: pause)
    }

    package static func growingPause(_ attempt: Int) { Thread.sleep(forTimeInterval: seconds(after: attempt)) }

    /// 2, 8, 32 … seconds, at most two minutes.
    static func seconds(after attempt: Int) -> Double { min(120, 0.5 * pow(4, Double(attempt))) }

    /// What became of one set.
    package struct Outcome: Sendable, Equatable, Encodable {
        package var month: String?
        /// Names of files that were sent, and of those that were there already.
        package var sent: [String] = []
        package var unchanged: [String] = []
        /// Names of files that an earlier manifest at the target lists and this one does not: they were taken away.
        package var withdrawn: [String] = []
        /// Why the set is not, or not wholly, at the target.
        package var failure: String?
        /// How often a step had to be tried again.
        package var retries = 0
        /// Whether the other side is not who it was, or does not let us in: trying again does not help.
        package var isRefused = false

        /// What reports tell of it.
        private enum CodingKeys: CodingKey { case month, sent, unchanged, withdrawn, failure, retries }

        mutating func fail(_ error: PublicationError) {
            failure = error.what
            isRefused = error.reason == .refused
        }
    }

    /// Publishes sets one after the other. A failure that concerns the target as a whole ends the run: the sets after
    /// it are reported with the same words.
    ///
    /// - Parameter sending: false looks at the target, and tells what would be sent and taken away.
    package func run(_ sets: [PublicationSet], sending: Bool = true) -> [Outcome] {
        var outcomes = sets.map { Outcome(month: $0.manifest.month) }
        guard let first = outcomes.indices.first else { return [] }
        let there: TargetView
        progress("looking at \(target.label)")
        do {
            there = try attempts.make(&outcomes[first].retries) { () throws(PublicationError) in
                try target.look(at: sets.map(\.manifest.fileName))
            }
        } catch {
            for index in outcomes.indices { outcomes[index].fail(error) }
            return outcomes
        }
        guard sending, sets.contains(where: { isNews($0, there) }) else {
            for (index, set) in sets.enumerated() { foretell(set, there, &outcomes[index]) }
            return outcomes
        }
        progress("waiting for other publishers to \(target.label)")
        let lock = PublicationLock()
        defer { lock.end() }
        do {
            let isHeld = try acquire(lock, &outcomes[first].retries)
            defer { if isHeld { try? target.unlock(lock.owner) } }
            // Another publisher may have been at work since.
            let there = try attempts.make(&outcomes[first].retries) { () throws(PublicationError) in
                try target.look(at: sets.map(\.manifest.fileName))
            }
            return publish(sets, there, outcomes)
        } catch {
            for index in outcomes.indices { outcomes[index].fail(error) }
            return outcomes
        }
    }

    /// Waits for other publishers as long as for a broken connection.
    ///
    /// - Returns: false where the target has no locks.
    private func acquire(_ lock: PublicationLock, _ retries: inout Int) throws(PublicationError) -> Bool {
        try attempts.make(&retries) { () throws(PublicationError) in
            switch try target.lock(for: lock.owner) {
            case .taken: return true
            case .impossible: return false
            case .held(let other, let seconds):
                guard PublicationLock.isAbandoned(by: other, seconds: seconds) else {
                    throw PublicationError(.broken, "\(target.label): \(PublicationLock.words(other, seconds))")
                }
                try target.unlock(other)
                guard case .taken = try target.lock(for: lock.owner) else {
                    throw PublicationError(.broken, "\(target.label): \(PublicationLock.words(other, seconds))")
                }
                return true
            }
        }
    }

    private func publish(_ sets: [PublicationSet], _ there: TargetView, _ before: [Outcome]) -> [Outcome] {
        var outcomes = before
        for (index, set) in sets.enumerated() {
            do {
                progress(
                    "publishing \(set.manifest.month ?? "tables without a month"), \(index + 1) of \(sets.count), to \(target.label)"
                )
                try publish(set, there, &outcomes[index])
            } catch {
                outcomes[index].fail(error)
                for rest in outcomes.indices.dropFirst(index + 1) { outcomes[rest].fail(error) }
                return outcomes
            }
        }
        return outcomes
    }

    /// What would be sent of a set, what is there already, and what would be taken away.
    @discardableResult
    private func foretell(_ set: PublicationSet, _ there: TargetView, _ outcome: inout Outcome) -> Bool {
        let manifest = set.manifest
        let known = there.contents[manifest.fileName].flatMap { try? Manifest(decoding: $0) }
        let same = Set((known?.files ?? []).map { "\($0.sha256) \($0.bytes) \($0.name)" })
        // The manifest promises the file, and a file of that size stands there: somebody may have taken it away since.
        outcome.sent = manifest.files.filter {
            !same.contains("\($0.sha256) \($0.bytes) \($0.name)") || there.sizes[$0.name] != $0.bytes
        }.map(\.name)
        outcome.withdrawn = (known?.files ?? []).map(\.name).filter { name in
            there.sizes[name] != nil && set.owns(name) && !manifest.files.contains { $0.name == name }
        }
        outcome.unchanged = manifest.files.map(\.name).filter { !outcome.sent.contains($0) }
        return !outcome.sent.isEmpty || known?.holdsTheSame(as: manifest) != true
    }

    private func isNews(_ set: PublicationSet, _ there: TargetView) -> Bool {
        var outcome = Outcome()
        return foretell(set, there, &outcome)
    }

    private func publish(_ set: PublicationSet, _ there: TargetView, _ outcome: inout Outcome) throws(PublicationError)
    {
        let manifest = set.manifest
        var plan = outcome
        let isNews = foretell(set, there, &plan)
        outcome.unchanged = plan.unchanged
        guard isNews else { return }
        let changed = plan.sent, withdrawn = plan.withdrawn
        try set.check(changed)
        // A run that was cut off leaves a child behind for a moment; what it brings has other names than ours.
        let mark = String(format: "%08x", UInt32.random(in: 0...UInt32.max))
        let names = changed + [manifest.fileName]
        try attempts.make(&outcome.retries) { () throws(PublicationError) in
            try target.stage(names, from: set.folder, mark: mark)
        }
        // The old manifest goes first: while it stood, it promised files that are about to change.
        var isFirst = true
        try attempts.make(&outcome.retries) { () throws(PublicationError) in
            // After a broken try some of the names have been moved already: the files are brought once more.
            if !isFirst { try target.stage(names, from: set.folder, mark: mark) }
            isFirst = false
            try target.settle(names, mark: mark, retiring: [manifest.fileName] + withdrawn)
        }
        (outcome.sent, outcome.withdrawn) = (changed, withdrawn)
    }
}
