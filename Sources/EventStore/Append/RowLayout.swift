/// Where the values of a row go, worked out once for all batches.
final class RowLayout: Sendable {
    struct Column {
        var type: EventKind.ColumnType
        /// Whether it belongs to the row's group.
        var isInGroup: Bool
        /// Of the parameter of the row's insertion; of no use in a group.
        var place: Int32
        /// The instant from which the value is counted in the form that the chain covers; -1 where it is not.
        var base: Int
        /// The instant in the same group from which the value is counted there; -1 where it is not.
        var groupBase: Int
    }

    // Never changed, and read for each value of each row.
    nonisolated(unsafe) let columns: UnsafeBufferPointer<Column>
    /// Which of the columns are instants.
    nonisolated(unsafe) let instants: UnsafeBufferPointer<Int>

    init(_ table: EventTable) {
        let places = table.places
        columns = RowLayout.kept(
            table.columns.indices.map { index in
                Column(
                    type: table.columns[index].type, isInGroup: places[index].isInGroup, place: places[index].index + 1,
                    base: EventTable.base(of: index, table.columns) ?? -1,
                    groupBase: places[index].isInGroup ? table.base(of: index) ?? -1 : -1)
            })
        instants = RowLayout.kept(table.columns.indices.filter { table.columns[$0].type == .instant })
    }

    deinit {
        columns.deallocate()
        instants.deallocate()
    }

    private static func kept<Element>(_ values: [Element]) -> UnsafeBufferPointer<Element> {
        let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: values.count)
        _ = memory.initialize(from: values)
        return UnsafeBufferPointer(memory)
    }

    /// The ticks from which a value is counted in its group.
    @inline(__always)
    func groupBase(_ values: UnsafeBufferPointer<Cell>, _ column: Column) -> Int64 {
        let base = column.groupBase
        return base >= 0 && values[base].kind != .none ? values[base].value : 0
    }
}
