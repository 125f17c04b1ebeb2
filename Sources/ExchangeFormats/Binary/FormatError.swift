/// Why one field of a binary property could not be read, and at which byte. It never carries a value: those may be
/// somebody's words.
public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Cause: Hashable, Sendable {
        case truncated(need: Int, have: Int)
        case impossibleCount(Int, atMost: Int)
        case unknownValue(Int)
        case notHexOrBase64
        case surplus(Int)
    }

    public var cause: Cause
    /// A path in the specification's names, such as `exceptions[2].subjectLength`.
    public var field: String
    /// From the first byte of the whole property.
    public var offset: Int

    public init(_ cause: Cause, field: String, offset: Int) {
        self.cause = cause
        self.field = field
        self.offset = offset
    }

    public var description: String {
        let why =
            switch cause {
            case .truncated(let need, let have): "needs \(need) bytes and \(have) are left: the value was cut off"
            case .impossibleCount(let count, let most): "says \(count) elements and there is room for \(most)"
            case .unknownValue(let value): "holds 0x\(String(value, radix: 16)), which the specification does not know"
            case .notHexOrBase64: "is neither hex nor Base64"
            case .surplus(let count): "leaves \(count) bytes over"
            }
        return "\(field) at byte \(offset) \(why)"
    }
}
