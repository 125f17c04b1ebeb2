/// SplitMix64 (Steele, Lea and Flood, 2014): the same seed gives the same numbers on every machine and in every
/// Swift version, which the standard library's generator does not promise.
public struct RandomSource: Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// A source of its own for one part of the whole, so that a change in one part leaves the others as they were.
    public init(seed: UInt64, part: UInt64) {
        var mixer = RandomSource(seed: seed ^ (part &* 0xD1B5_4A32_D192_ED03))
        state = mixer.next()
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number of the closed range; the slight bias of the remainder does not matter here.
    public mutating func number(in range: ClosedRange<Int>) -> Int {
        let width = UInt64(bitPattern: Int64(range.upperBound - range.lowerBound)) &+ 1
        return range.lowerBound + Int(truncatingIfNeeded: next() % width)
    }

    /// True with the given probability, 0 to 1.
    public mutating func chance(_ probability: Double) -> Bool {
        Double(next() >> 11) * 0x1p-53 < probability
    }

    /// An element, or nil of an empty collection.
    public mutating func pick<Choices: RandomAccessCollection>(_ choices: Choices) -> Choices.Element? {
        guard !choices.isEmpty else { return nil }
        return choices[choices.index(choices.startIndex, offsetBy: number(in: 0...choices.count - 1))]
    }

    /// An index of `weights`, each as likely as its weight; nil when all are zero.
    public mutating func index(weights: [Int]) -> Int? {
        let total = weights.reduce(0, +)
        guard total > 0 else { return nil }
        var rest = number(in: 0...total - 1)
        for (index, weight) in weights.enumerated() {
            if rest < weight { return index }
            rest -= weight
        }
        return nil
    }

    /// The elements in random order (Fisher and Yates).
    public mutating func shuffled<Element>(_ elements: some Sequence<Element>) -> [Element] {
        var result = Array(elements)
        for index in stride(from: result.count - 1, to: 0, by: -1) {
            result.swapAt(index, number(in: 0...index))
        }
        return result
    }
}
