import GRDB
import GRDBSQLite

/// Writes the rows of a batch one after the other, and adds each to what the chain covers. Works on plain memory: what
/// an array or a class holds would be guarded at each of the thirty values of a row.
struct RowWriter: ~Copyable {
    private let db: Database
    private let statement: Statement
    private let layout: RowLayout
    private let groups: EntryGroups?
    private let source: Int64
    private let arena: UnsafeRawBufferPointer
    private var numbers: BatchNumbers
    private var events: ChainStream

    /// - Parameters:
    ///   - source: the number of the file that the rows came from.
    ///   - arena: the batch's; it outlives this value.
    ///   - events: gets the rows.
    init(
        _ db: Database, _ statement: Statement, _ layout: RowLayout, _ groups: EntryGroups?, source: Int64,
        arena: UnsafeRawBufferPointer, numbers: consuming BatchNumbers, events: consuming ChainStream
    ) {
        self.db = db
        self.statement = statement
        self.layout = layout
        self.groups = groups
        self.source = source
        self.arena = arena
        self.numbers = numbers
        self.events = events
    }

    /// Writes a row.
    ///
    /// - Parameter position: the row's own.
    mutating func write(
        _ row: EventBatch.Row, _ values: UnsafeBufferPointer<Cell>, stream: Int64, position: Int64
    ) throws {
        let target = statement.sqliteStatement
        let form = RowForm(values, layout.instants)
        var rest = (row.identity.words.1.bigEndian, row.identity.words.2.bigEndian, row.identity.words.3.bigEndian)
        try withUnsafeBytes(of: &rest) { rest in
            bind(position, 1, target)
            bind(stream, 2, target)
            bind(Int64(bitPattern: row.identity.words.0), 3, target)
            NumberedTexts.bind(target, 4, rest, false)
            events.add(rest, isText: false)
            bind(source, 5, target)
            bind(row.line, 6, target)
            bind(form.code, 7, target)
            var group = groups?.values
            group?.clear()
            for index in layout.columns.indices { try bind(values, index, form, target, &group) }
            if let groups { sqlite3_bind_int64(target, EventTable.groupPlace + 1, try groups.number()) }
            let done = sqlite3_step(target)
            sqlite3_reset(target)
            guard done == SQLITE_DONE else {
                throw DatabaseError(resultCode: ResultCode(rawValue: done), message: db.lastErrorMessage)
            }
        }
    }

    /// Hands the chain the rows that it has not had yet.
    mutating func finish() { events.flush() }

    /// Binds a number, and notes it for the chain.
    @inline(__always)
    private mutating func bind(_ number: Int64, _ place: Int32, _ target: OpaquePointer) {
        sqlite3_bind_int64(target, place, number)
        events.add(number)
    }

    /// Puts a value where the layout has it, and notes it for the chain.
    @inline(__always)
    private mutating func bind(
        _ values: UnsafeBufferPointer<Cell>, _ index: Int, _ form: RowForm, _ target: OpaquePointer,
        _ group: inout EntryGroups.Values?
    ) throws {
        let cell = values[index], column = layout.columns[index]
        let number: Int64
        switch cell.kind {
        case .none:
            events.addNull()
            if column.isInGroup { group?.addNone() } else { sqlite3_bind_null(target, column.place) }
            return
        case .integer:
            number = cell.value
            events.add(number)
        case .instantSeconds, .instantMilliseconds, .instantTicks:
            let difference = form.difference(values, index, column.base)
            events.add(difference)
            number = column.isInGroup ? cell.value &- layout.groupBase(values, column) : difference
        case .text, .bytes:
            let bytes = UnsafeRawBufferPointer(rebasing: arena[Int(cell.value)..<Int(cell.value) + Int(cell.length)])
            guard column.type != .inlineText else {
                NumberedTexts.bind(target, column.place, bytes, true)
                return events.add(bytes, isText: true)
            }
            number = try numbers.number(cell.textNumber, of: bytes, isText: column.type == .text)
            events.add(number)
        }
        if column.isInGroup { group?.add(number) } else { sqlite3_bind_int64(target, column.place, number) }
    }
}
