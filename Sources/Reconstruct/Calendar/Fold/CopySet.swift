import ExchangeFormats

/// A stream's entries, cut into copies.
struct CopySet {
    /// In order of mailbox, those of a merged export last.
    var copies: [Copy] = []
    /// Cancellations of the whole meeting in a merged export: nothing tells whose copy they came to.
    var looseCancellations: [Item.Cancellation] = []
    /// The same of single dates.
    var looseDateCancellations: [CivilDate: [Item.Cancellation]] = [:]

    init() {}

    /// - Parameter entries: sorted by `ReplayOrder`.
    init(_ entries: [Entry], zones: ZoneBook, trace: FoldTrace? = nil) {
        var byMailbox: [String: [Entry]] = [:]
        var unnamed: [Entry] = []
        for entry in entries {
            if let mailbox = entry.mailbox {
                byMailbox[mailbox, default: []].append(entry)
            } else {
                unnamed.append(entry)
            }
        }
        copies = byMailbox.sorted { $0.key < $1.key }.compactMap { mailbox, entries in
            Copy(mailbox: mailbox, entries: entries, zones: zones, trace: trace)
        }
        guard !unnamed.isEmpty else { return }
        let merged = MergedCopies(unnamed, zones: zones, trace: trace)
        copies += merged.copies
        looseCancellations = merged.cancellations
        looseDateCancellations = merged.dateCancellations
        if copies.isEmpty, let standIn = Copy(mailbox: nil, entries: merged.messages, zones: zones, trace: trace) {
            copies = [standIn]
        }
    }
}
