import Testing

@testable import EventStore

/// Texts come back from lines as they were, whatever is in them.
@Suite struct FieldTests {
    /// Numbers that a seed gives again.
    private struct SeededNumbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    private static func text(_ numbers: inout SeededNumbers) -> [UInt8] {
        (0..<Int.random(in: 0..<12, using: &numbers)).map { _ in
            Bool.random(using: &numbers)
                ? UInt8.random(in: 0...255, using: &numbers) : "\\tnrxe\t\r\n#".utf8.randomElement(using: &numbers) ?? 0
        }
    }

    @Test func aFieldIsItsText() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("field seed \(seed)")
        var numbers = SeededNumbers(state: seed)
        for _ in 0..<20_000 {
            let text = Self.text(&numbers)
            var field: [UInt8] = [], key: [UInt8] = []
            LineField.append(text, to: &field)
            LineField.append(key: text, to: &key)
            #expect(LineField.text(of: field[...]) == text)
            #expect(LineField.text(of: key[...]) == text)
            #expect(!field.contains { $0 < 0x20 || $0 == 0x7F })
            #expect(key.first != UInt8(ascii: "#"))
        }
    }

    @Test(arguments: ["\\", "a\\", "\\q", "\\x4", "\\xZZ"])
    func whatNoTextIsWrittenAsIsNone(_ field: String) {
        #expect(LineField.text(of: Array(field.utf8)[...]) == nil)
    }

    /// Every value that a row can hold, and none, on a line and back.
    @Test func aLineIsItsRow() throws {
        var arena: [UInt8] = []
        func place(_ text: String) -> (offset: Int, length: Int) {
            defer { arena += text.utf8 }
            return (arena.count, text.utf8.count)
        }
        let key = place("#a key\twith a tab"), subject = place("line\r\none\\two\u{7}"), empty = place("")
        let blob = place("\u{0}\u{1}bytes?")
        var cells = [Cell](repeating: .none, count: EventKind.calendar.columns.count)
        func set(_ column: CalendarColumn, _ cell: Cell) { cells[column.rawValue] = cell }
        set(.logTime, Cell(value: -15_000_000, length: 0, kind: .instantSeconds))
        set(.startTime, Cell(value: 17_000_000_000_123_0000, length: 0, kind: .instantMilliseconds))
        set(.endTime, Cell(value: .min, length: 0, kind: .instantTicks))
        set(.itemVersion, .integer(.min))
        set(.appointmentRecurring, .integer(1))
        set(.normalizedSubject, .text(offset: subject.offset, length: subject.length))
        set(.itemClass, .text(offset: empty.offset, length: empty.length))
        set(.appointmentRecurrenceBlob, .bytes(offset: blob.offset, length: blob.length))
        var batch = EventBatch(kind: .calendar)
        let identity = EventIdentity(words: (1, .max, 3, 4))
        arena.withUnsafeBufferPointer {
            batch.append(
                identity: identity, key: key.offset..<key.offset + key.length, cells: cells, text: $0, line: 1)
        }
        var bytes: [UInt8] = []
        batch.arena.withUnsafeBufferPointer { batch.append(0, $0, to: &bytes) }
        #expect(!bytes.contains { $0 < 0x20 && $0 != 0x09 } && bytes.first != UInt8(ascii: "#"))
        let line = try #require(EventLine(bytes, kind: .calendar, stream: 1, texts: TextNumbers()))
        #expect(line.unreadableColumn == nil)
        #expect(try line.streamKey() == "#a key\twith a tab")
        #expect(line.identity == (1, .max))
        func ticks(_ column: CalendarColumn) -> Int64? { line.ticks(column.rawValue) }
        #expect(ticks(.logTime) == -15_000_000 && line.digits(CalendarColumn.logTime.rawValue) == 0)
        #expect(ticks(.startTime) == 17_000_000_000_123_0000 && line.digits(CalendarColumn.startTime.rawValue) == 3)
        #expect(ticks(.endTime) == .min && line.digits(CalendarColumn.endTime.rawValue) == 7)
        #expect(ticks(.creationTime) == nil)
        #expect(line.integer(CalendarColumn.itemVersion.rawValue) == .min)
        #expect(line.integer(CalendarColumn.appointmentRecurring.rawValue) == 1)
        #expect(line.text(CalendarColumn.normalizedSubject.rawValue) == "line\r\none\\two\u{7}")
        #expect(line.text(CalendarColumn.itemClass.rawValue) == "")
        #expect(line.text(CalendarColumn.mailbox.rawValue) == nil)
        #expect(line.bytes(CalendarColumn.appointmentRecurrenceBlob.rawValue) == Array("\u{0}\u{1}bytes?".utf8))
    }
}
