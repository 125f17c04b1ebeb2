/// What the batches of a kind are written by, worked out once for all of them: of thousands of small files each is a
/// batch.
final class AppendTable {
    let table: EventTable
    /// The statement that inserts a row.
    let insertion: String
    /// What stands in front of the rows in the content that the chain covers.
    let name: ChainBytes
    let layout: RowLayout
    let groups: EntryGroups?

    init(_ kind: EventKind) {
        table = EventTable(kind)
        insertion = table.insertion
        name = ChainContent.name(of: table)
        layout = RowLayout(table)
        groups = EntryGroups(table)
    }
}
