/// Why one field of a binary property could not be read, and at which byte. It never carries a value: those may be
/// somebody's words.
public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with the field.
    public enum Cause: Hashable, Sendable {
        case truncated(need: Int, have: Int)
        case impossibleCount(Int, atMost: Int)
        case unknownValue(Int)
        case notClassID
        case impossibleDate
        case implausibleTime
        case empty
        case oddHexDigits(Int)
        case notHexOrBase64
        case cutOffForDisplay
        case unknownFormat
        case surplus(Int)
        /// The value lies before that of another field, which cannot be.
        case before(String)
        case outside(ClosedRange<Int>)
        /// Fewer elements than another field lists.
        case fewerThan(String)
    }

    /// What is wrong.
    public var cause: Cause
    /// A path in the specification's names, such as `exceptions[2].subjectLength`.
    public var field: String
    /// From the first byte of the whole property.
    public var offset: Int

    /// An error at a field.
    ///
    /// `offset`: from the first byte of the whole property.
    public init(_ cause: Cause, field: String, offset: Int) {
        self.cause = cause
        self.field = field
        self.offset = offset
    }

    /// A sentence for people that names the field and the byte.
    public var description: String {
        let why =
            switch cause {
            case .truncated(let need, let have):
                "needs \(FormatError.bytes(need)), and \(have == 0 ? "none" : String(have)) are left: the value was cut off"
            case .impossibleCount(let count, let most): "says \(count) elements and there is room for \(most)"
            case .unknownValue(let value): "holds 0x\(String(value, radix: 16)), which the specification does not know"
            case .notClassID: "is not the class id with which every global object id begins"
            case .impossibleDate: "is neither zero nor a date of the years 1601 to 4500"
            case .implausibleTime: "is not an instant of the years 1601 to 4500"
            case .empty: "is empty"
            case .oddHexDigits(let count): "ends after \(count) hex digits, an odd number: a digit is missing"
            case .notHexOrBase64: "is neither hex nor Base64"
            case .cutOffForDisplay: "is an ellipsis: the value was abbreviated when it was exported"
            case .unknownFormat:
                "does not begin a global object id (04 00 00 00 82), a recurrence blob (04 30 04 30) or a time-zone "
                    + "definition (02 01), and the value has not the 48 bytes of a time-zone structure"
            case .before(let field): "lies before \(field): the blob contradicts itself"
            case .outside(let range): "is outside \(range.lowerBound) to \(range.upperBound), where it has to lie"
            case .fewerThan(let field): "is less than the number of \(field): the blob contradicts itself"
            case .surplus(let count): "leaves \(FormatError.bytes(count)) over"
            }
        return "\(field) at byte \(offset) \(why)"
    }

    private static func bytes(_ count: Int) -> String { count == 1 ? "1 byte" : "\(count) bytes" }
}
