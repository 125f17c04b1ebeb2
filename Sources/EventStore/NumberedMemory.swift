/// What was made of values that the log's dictionary numbers, in a table of fixed size: a number has one place, and drives out the
/// one that stood there. The numbers of a store's frequent texts lie close together, so few meet; a hashing table costs several
/// times as much where each event asks ten times.
public struct NumberedMemory<Value> {
    private var numbers: [Int64]
    private var values: [Value?]
    private let mask: Int64

    /// - Parameter logarithm: of the number of places, to the base of 2.
    public init(logarithm: Int = 15) {
        let count = 1 << logarithm
        numbers = Array(repeating: 0, count: count)
        values = Array(repeating: nil, count: count)
        mask = Int64(count - 1)
    }

    /// The value of a number, made if it is not remembered.
    @inline(__always)
    public mutating func value(_ number: Int64, _ make: () -> Value) -> Value {
        let place = Int(truncatingIfNeeded: number & mask)
        if numbers[place] == number, let known = values[place] { return known }
        let value = make()
        numbers[place] = number
        values[place] = value
        return value
    }
}
