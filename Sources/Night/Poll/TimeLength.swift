/// Lengths of time in options: a number and a unit, such as 90s, 30m, 24h or 10d.
package enum TimeLength {
    private static let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]

    /// - Returns: seconds.
    package static func seconds(_ text: String, option: String) throws -> Int64 {
        guard let letter = text.last, let unit = units[letter], let number = Int64(text.dropLast()),
            (0...99_999_999).contains(number), text.first?.isNumber == true
        else {
            throw Failure(
                .usage, "\(option) \(text) is not a length of time.",
                next: "Write a number and its unit: 90s, 30m, 24h or 10d.")
        }
        return number * unit
    }
}
