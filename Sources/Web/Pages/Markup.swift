import Replay

/// HTML in the making. What is put into it is text unless it is markup itself, so that no value of a log can become
/// anything but text: `"<td>\(name)</td>"`.
package struct Markup: Sendable, Equatable, ExpressibleByStringInterpolation {
    package private(set) var text: String

    package init(stringLiteral text: String) { self.text = text }
    package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    static func + (left: Markup, right: Markup) -> Markup {
        var sum = left
        sum.text += right.text
        return sum
    }

    static func += (left: inout Markup, right: Markup) { left.text += right.text }

    package struct StringInterpolation: StringInterpolationProtocol {
        var text: String

        package init(literalCapacity: Int, interpolationCount: Int) {
            text = ""
            text.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }
        package mutating func appendInterpolation(_ value: String) { text += HTMLText.escaped(value) }
        package mutating func appendInterpolation(_ value: Substring) { text += HTMLText.escaped(String(value)) }
        package mutating func appendInterpolation(_ value: some BinaryInteger) { text += String(value) }
        package mutating func appendInterpolation(_ value: Markup) { text += value.text }
        package mutating func appendInterpolation(_ values: [Markup]) { for value in values { text += value.text } }
        package mutating func appendInterpolation(_ value: Markup?) { text += value?.text ?? "" }
    }
}
