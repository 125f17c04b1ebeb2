import EventStore
import Primitives
import Privacy
import Tables

/// The tables of people's meetings and e-mails, with their rows and not yet their files.
package struct GatheredTables {
    private var meetings: MeetingTables?
    private var emails: EmailTable?
    private var interactions: InteractionTable?
    /// The interactions' own: they are written on a thread of their own.
    private let interactionMask: Mask?
    package private(set) var leftOut = SentMailFilter.Counts()

    /// - Parameter tables: of these, the ones that are made of occurrences and e-mails.
    package init(_ tables: [ExportRun.Table], _ options: TableOptions, mask: Mask, hasMail: Bool) throws {
        if tables.contains(.meetings) || tables.contains(.participants) {
            meetings = MeetingTables(
                options, mask: mask, meetings: tables.contains(.meetings), participants: tables.contains(.participants))
        }
        if tables.contains(.emails) { emails = EmailTable(options, mask: mask) }
        interactionMask = tables.contains(.interactions) ? try mask.terms.mask() : nil
        // Mail and meetings make one table of interactions, unless the loader wants them apart.
        interactions = interactionMask.map { InteractionTable(options, mask: $0, meetings: true, emails: hasMail) }
    }

    /// Takes occurrences, in one pass over them.
    ///
    /// - Parameter progress: is told now and then how many there were.
    package func add(
        _ source: OccurrenceSource, _ options: TableOptions, progress: ((String) -> Void)? = nil
    ) throws {
        guard meetings != nil || interactions != nil else { return }
        var count = 0
        try source.forEach(in: options.window) { tabled in
            count += 1
            if count % 256 == 0 { progress?("\(count) occurrences") }
            try meetings?.add(tabled)
            try interactions?.add(tabled)
        }
    }

    /// Takes e-mails, in one pass over them.
    package mutating func add(
        _ source: EmailSource, _ options: TableOptions, mask: Mask, progress: ((String) -> Void)? = nil
    ) throws {
        guard emails != nil || interactions != nil else { return }
        var count = 0
        leftOut = try source.forEach(in: options.window, mask: mask) { stream, mail in
            count += 1
            if count % 256 == 0 { progress?("\(count) e-mails") }
            try emails?.add(mail, of: stream.number)
            try interactions?.add(
                messageID: mail.id, of: stream.number, when: mail.when, sender: mail.sender, recipients: mail.recipients
            )
        }
    }

    /// Writes the files, those of interactions beside the others: they are the most.
    ///
    /// - Parameters:
    ///   - mask: is told whom the interactions met.
    ///   - more: writes tables of its own meanwhile.
    package func finish(telling mask: Mask, beside more: () throws -> [FinishedTable]) throws -> [FinishedTable] {
        let channel = Channel<[FinishedTable]>(capacity: 1)
        // Handed over: until the channel gives the tables nobody else touches it.
        nonisolated(unsafe) let others = interactions
        channel.fill { _ = channel.send(try others?.finish() ?? []) }
        // The thread is waited for in any case, as it writes into the same folder.
        let own = Result { try (meetings?.finish() ?? []) + (emails.map { [try $0.finish()] } ?? []) }
        let besides = Result { try more() }
        let written = Result { try channel.receive() ?? [] }
        if let interactionMask { mask.add(interactionMask.met) }
        return try own.get() + written.get() + besides.get()
    }
}
