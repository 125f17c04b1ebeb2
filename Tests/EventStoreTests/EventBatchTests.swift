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

    /// Equal bytes share a place; text, bytes and an empty value at one place never share a number.
    @Test func numbersAreToldByPlaceLengthAndType() {
        var numbers = PlaceNumbers(rows: 100)
        var asked = 0
        func number(_ offset: Int64, _ length: Int32, _ isText: Bool) -> Int64 {
            numbers.number(offset, length, isText: isText) {
                asked += 1; return Int64(asked)
            }
        }
        #expect(number(8, 4, true) == 1)
        #expect(number(8, 4, true) == 1)
        #expect(number(8, 4, false) == 2)
        #expect(number(8, 0, true) == 3)
        for offset in 0..<100_000 { _ = number(Int64(offset), 9, true) }
        #expect(number(8, 4, true) == asked || number(8, 4, true) == 1)
    }
}
