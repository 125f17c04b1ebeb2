import Testing

@testable import EventStore

@Suite struct EventBatchTests {
    private static let identity = EventIdentity(words: (1, 2, 3, 4))

    @Test func aBatchHoldsEachTextOnce() {
        var batch = EventBatch(kind: .calendar)
        let text = Array("stream-keyanna".utf8)
        for line in 1...500 {
            text.withUnsafeBufferPointer {
                batch.append(
                    identity: Self.identity, key: 0..<10,
                    cells: [.text(offset: 10, length: 4), .text(offset: 14, length: 0)], text: $0, line: Int64(line))
            }
        }
        #expect(batch.arena == text)
        #expect(Set(batch.cells.map(\.value)).count == 2)
        #expect(batch.rows.allSatisfy { $0.streamKeyOffset == 0 && $0.streamKeyLength == 10 })
    }

    @Test func placesStayTrueWhileTheirTableGrows() {
        var batch = EventBatch(kind: .calendar)
        for round in 0..<2 {
            for number in 0..<3_000 {
                let text = Array("k\(number % 7)".utf8) + Array("text \(number)".utf8)
                text.withUnsafeBufferPointer {
                    batch.append(
                        identity: Self.identity, key: 0..<2,
                        cells: [.text(offset: 2, length: text.count - 2), .integer(7)], text: $0, line: 1)
                }
                let cell = batch.cells[(round * 3_000 + number) * 2]
                #expect(
                    batch.arena[Int(cell.value)..<Int(cell.value) + Int(cell.length)].elementsEqual(
                        "text \(number)".utf8))
            }
        }
        #expect(batch.arena.count == 7 * 2 + (0..<3_000).reduce(0) { $0 + "text \($1)".utf8.count })
    }

    /// What the log looks texts up by: each once, whatever its column, with the hash of its sort; what no other row is
    /// likely to have is not numbered.
    @Test func textsAreNumberedOnceAndAcrossColumns() throws {
        let inline = CalendarColumn.more.rawValue
        var batch = EventBatch(kind: .calendar)
        var expected: [[(bytes: [UInt8], isText: Bool)]] = []
        var generator = SystemRandomNumberGenerator()
        for line in 1...2_000 {
            var text = Array("key \(Int.random(in: 0..<50, using: &generator))".utf8)
            let key = 0..<text.count
            var cells = Array(repeating: Cell.none, count: batch.kind.columns.count)
            var row: [(bytes: [UInt8], isText: Bool)] = [(text, true)]
            for column in cells.indices where Bool.random(using: &generator) {
                let value = Array(
                    "value \(Int.random(in: 0..<400, using: &generator))".utf8.prefix(Int.random(in: 0...9)))
                let isText = column == inline || Int.random(in: 0..<4, using: &generator) > 0
                cells[column] =
                    isText
                    ? .text(offset: text.count, length: value.count) : .bytes(offset: text.count, length: value.count)
                text += value
                row.append((value, isText))
            }
            text.withUnsafeBufferPointer {
                batch.append(identity: Self.identity, key: key, cells: cells, text: $0, line: Int64(line))
            }
            expected.append(row)
            if line == 1_000 { expectNumbers(batch, expected, inline) }
        }
        expectNumbers(batch, expected, inline)
        // A batch that gave its table away finds its texts still, and the next has none of them.
        let next = batch.following()
        #expect(next.texts.isEmpty && next.rows.isEmpty && next.arena.isEmpty)
        let texts = batch.texts.count
        let key = expected[0][0].bytes
        key.withUnsafeBufferPointer {
            batch.append(identity: Self.identity, key: 0..<key.count, cells: [], text: $0, line: 1)
        }
        #expect(batch.texts.count == texts && batch.rows.last?.keyNumber == batch.rows.first?.keyNumber)
    }

    @Test func memoryOfAnEarlierBatchIsUsedAgainAndLeavesWhatSomebodyHolds() {
        func add(_ word: String, to batch: inout EventBatch) {
            let text = Array(word.utf8)
            var cells = Array(repeating: Cell.none, count: batch.kind.columns.count)
            cells[CalendarColumn.normalizedSubject.rawValue] = .text(offset: 0, length: text.count)
            text.withUnsafeBufferPointer {
                batch.append(identity: Self.identity, key: 0..<text.count, cells: cells, text: $0, line: 1)
            }
        }
        var first = EventBatch(kind: .calendar)
        add("first", to: &first)
        let held = first
        var second = first.following()
        add("second", to: &second)
        var third = second.following(first)
        #expect(third.rows.isEmpty && third.cells.isEmpty && third.arena.isEmpty && third.texts.isEmpty)
        add("third", to: &third)
        for (batch, word) in [(held, "first"), (second, "second"), (third, "third")] {
            #expect(String(decoding: batch.arena, as: UTF8.self) == word)
            #expect(batch.rows.count == 1 && batch.cells.count == batch.kind.columns.count)
            #expect(batch.cells[CalendarColumn.normalizedSubject.rawValue].length == Int32(word.utf8.count))
        }
    }

    private func expectNumbers(
        _ batch: EventBatch, _ expected: [[(bytes: [UInt8], isText: Bool)]], _ inline: Int
    ) {
        var seen: Set<[UInt8]> = []
        for text in batch.texts {
            let bytes = Array(batch.arena[text.offset..<text.offset + Int(text.length)])
            #expect(text.hash == bytes.withUnsafeBytes { DictionaryCache.hash($0, salt: text.isText ? 0 : 1) })
            #expect(seen.insert(bytes + [text.isText ? 1 : 0]).inserted)
        }
        let width = batch.kind.columns.count
        for (index, row) in batch.rows.enumerated() {
            var values = expected[index].makeIterator()
            let key = batch.texts[row.keyNumber - 1], told = values.next()
            #expect(key.offset == row.streamKeyOffset && Int(key.length) == row.streamKeyLength && key.isText)
            #expect(batch.arena[key.offset...].prefix(Int(key.length)).elementsEqual(told?.bytes ?? []))
            for (column, cell) in batch.cells[index * width..<(index + 1) * width].enumerated() where cell.kind != .none
            {
                let value = values.next()
                #expect(batch.arena[Int(cell.value)...].prefix(Int(cell.length)).elementsEqual(value?.bytes ?? []))
                #expect((cell.textNumber == 0) == (column == inline))
                guard cell.textNumber > 0 else { continue }
                let text = batch.texts[cell.textNumber - 1]
                #expect(text.offset == Int(cell.value) && text.length == cell.length && text.isText == value?.isText)
            }
        }
    }
}
