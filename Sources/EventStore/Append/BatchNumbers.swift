/// The numbers that a table has for the distinct texts of a batch: each is looked for once, by the hash that the batch
/// knows, however many cells have it.
struct BatchNumbers: ~Copyable {
    private let texts: [EventBatch.Text]
    private let table: NumberedTexts
    /// By place among the batch's texts; 0 for what was not looked for yet.
    private let numbers: UnsafeMutableBufferPointer<Int64>

    init(_ batch: EventBatch, _ table: NumberedTexts) {
        texts = batch.texts
        self.table = table
        numbers = .allocate(capacity: texts.count)
        numbers.initialize(repeating: 0)
    }

    deinit { numbers.deallocate() }

    /// - Parameter place: of the text among the batch's, from 1; 0 for one that the batch does not list.
    @inline(__always)
    mutating func number(_ place: Int, of bytes: UnsafeRawBufferPointer, isText: Bool) throws -> Int64 {
        guard place > 0, place <= numbers.count else { return try table.number(of: bytes, isText: isText) }
        let known = numbers[place - 1]
        if known != 0 { return known }
        let number = try table.number(of: bytes, isText: isText, hash: texts[place - 1].hash)
        numbers[place - 1] = number
        return number
    }
}
