/// What was made of values that the log's dictionary numbers, in a table of bounded size: a number has one place, and
/// drives out the one that stood there. The numbers of a store's frequent texts lie close together, so few meet; a
/// hashing table costs several times as much where each event asks ten times.
///
/// Public and inlinable, as other modules ask it for each event: of a type that is not usable from inline nothing is
/// specialised there, and unspecialised it was 7 to 10 % of a fold.
public struct NumberedCache<Value> {
    @usableFromInline var numbers: [Int64]
    @usableFromInline var values: [Value?]
    @usableFromInline var misses = 0
    @usableFromInline let most: Int

    /// - Parameter logarithm: of the number of places at most, to the base of 2. There are few at first, as a look at
    ///   one stream would take longer to clear many than to read its events.
    @inlinable
    public init(logarithm: Int = 15) {
        most = 1 << logarithm
        numbers = Array(repeating: 0, count: min(most, 64))
        values = Array(repeating: nil, count: numbers.count)
    }

    /// The value of a number, made if it is not remembered.
    @inlinable @inline(__always)
    public mutating func value(_ number: Int64, _ make: () throws -> Value) rethrows -> Value {
        let place = place(number)
        if numbers[place] == number, let known = values[place] { return known }
        let value = try make()
        remember(value, number)
        return value
    }

    /// The value of a number; nil if it is not remembered.
    @inlinable @inline(__always)
    public func known(_ number: Int64) -> Value? {
        let place = place(number)
        return numbers[place] == number ? values[place] : nil
    }

    @inlinable @inline(__always)
    func place(_ number: Int64) -> Int { Int(truncatingIfNeeded: number) & (numbers.count - 1) }

    @inlinable
    public mutating func remember(_ value: Value, _ number: Int64) {
        misses += 1
        if misses > numbers.count, numbers.count < most { grow() }
        let place = place(number)
        numbers[place] = number
        values[place] = value
    }

    @inlinable
    mutating func grow() {
        let known = zip(numbers, values).filter { $0.1 != nil }
        let count = min(most, numbers.count * 4)
        numbers = Array(repeating: 0, count: count)
        values = Array(repeating: nil, count: count)
        misses = 0
        for (number, value) in known {
            let place = place(number)
            numbers[place] = number
            values[place] = value
        }
    }
}
