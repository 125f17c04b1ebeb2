import Foundation

/// The calls of one batch, by their last part of the path.
package enum PartnerCall: String, Sendable, CaseIterable {
    case start, groups, users, entities, interactions, completed

    /// Those that bring something, in their order.
    package static let ofItems: [PartnerCall] = [.groups, .users, .entities, .interactions]

    /// The array in the body. That of entities is misspelt by the service itself.
    var array: StaticString {
        switch self {
        case .groups: "\"groups\":["
        case .users: "\"users\":["
        case .entities: "\"entites\":["
        default: "\"interactions\":["
        }
    }

    var table: MonthTables.Table {
        switch self {
        case .groups: .groups
        case .users: .users
        case .entities: .employees
        default: .interactions
        }
    }
}

/// One request of a batch.
package struct CallBody: Sendable {
    package var call: PartnerCall
    package var bytes: [UInt8]
    package var items: Int
}

/// The bodies of a month, made of its tables as they are sent: of one call at a time, and nothing else, is anything
/// held.
package struct MonthBodies {
    package let tables: MonthTables
    /// Interactions a call.
    private let batch: Int
    private let names: IDNames

    /// What the service's own server takes at most, less what a token may need.
    static let mostBytes = 29_900_000
    package static let mostBatch = 20_000

    package init(_ tables: MonthTables, names: IDNames, batch: Int = mostBatch) throws(PartnerError) {
        guard (1...MonthBodies.mostBatch).contains(batch) else {
            throw PartnerError(.unusable, "--batch \(batch) is not from 1 to \(MonthBodies.mostBatch).")
        }
        self.tables = tables
        self.names = names
        self.batch = batch
    }

    /// What there is to send, without sending it.
    package func survey() throws -> MonthSummary { try forEach(token: nil) { _ in } }

    /// Makes every body but the last, `completed`, in the order of calls. Calls that would bring nothing are left out.
    ///
    /// - Parameter token: nil leaves it out of the bodies.
    /// - Returns: what they held.
    package func forEach(token: ServiceToken?, _ body: (CallBody) throws -> Void) throws -> MonthSummary {
        try body(start(token))
        let writer = try ItemWriter(tables, names: names), present = tables.present
        var tally = MonthTally()
        for call in PartnerCall.ofItems where present.contains(call.table) {
            var filling = BodyText(), count = 0
            func finish() throws {
                guard count > 0 else { return }
                var whole = MonthBodies.begin(token)
                whole.add(call.array)
                whole.add(filling.bytes)
                whole.add("]}")
                try body(CallBody(call: call, bytes: whole.bytes, items: count))
                filling.removeAll()
                count = 0
            }
            try writer.forEach(call.table) { item, day in
                let isFull = filling.bytes.count + item.count > MonthBodies.mostBytes
                if call == .interactions, count == batch || isFull && count > 0 { try finish() }
                guard filling.bytes.count + item.count <= MonthBodies.mostBytes else { throw tooLarge(call, count) }
                if count > 0 { filling.add(",") }
                filling.add(item)
                count += 1
                tally.add(item, of: call, day: day)
            }
            try finish()
        }
        return tally.finish()
    }

    private func tooLarge(_ call: PartnerCall, _ count: Int) -> PartnerError {
        PartnerError(
            .notUnderstood,
            "The \(call.rawValue) of \(tables.month) are more than one call may hold: after \(count) of them it has 30 MB. Nothing was sent.",
            next:
                "They go in one call, which is not split. Ask the partner for a larger limit, or leave people out with --include and --exclude."
        )
    }

    // MARK: - The ends of a batch

    private static func begin(_ token: ServiceToken?) -> BodyText {
        var text = BodyText()
        text.add("{")
        if let token {
            text.add("\"serviceToken\":")
            text.add(text: token.text.utf8)
            text.add(",")
        }
        return text
    }

    private func signal(_ token: ServiceToken?) -> BodyText {
        var text = MonthBodies.begin(token)
        text.add("\"syncPeriodStart\":")
        text.add(text: tables.start.utf8)
        text.add(",\"syncPeriodEnd\":")
        text.add(text: tables.end.utf8)
        return text
    }

    private func start(_ token: ServiceToken?) -> CallBody {
        var text = signal(token)
        text.add("}")
        return CallBody(call: .start, bytes: text.bytes, items: 0)
    }

    /// - Parameter message: counts, or a word: nothing that could name anybody.
    package func completed(success: Bool, message: String, token: ServiceToken?) -> CallBody {
        var text = signal(token)
        text.add(success ? ",\"success\":true,\"message\":" : ",\"success\":false,\"message\":")
        text.add(text: message.utf8)
        text.add("}")
        return CallBody(call: .completed, bytes: text.bytes, items: 0)
    }
}
