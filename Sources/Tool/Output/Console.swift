import Foundation
import Night
import Replay

#if canImport(Glibc)
import Glibc
#endif

/// Standard output for data, standard error for everything else.
enum Console {
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Columns of the terminal that somebody looks at; nil where nobody does and nothing is said of it.
    static var width: Int? {
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] where isatty(descriptor) == 1 {
            var size = winsize()
            if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        }
        return ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// Whether colours are shown, and wanted (no-color.org).
    static var usesColour: Bool {
        let environment = ProcessInfo.processInfo.environment
        return outputIsTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }

    static func note(_ text: String) { OutputChannel.errors.write(TerminalText.plain(text) + "\n") }

    static func tell(_ remark: Remark) {
        switch remark {
        case .fact(let text), .doubt(let text): note(text)
        }
    }

    static func print(_ text: String) { print(finished: TerminalText.plain(text)) }

    /// Text of a form that has no place for what a terminal obeys, or that has taken care of it.
    static func print(finished text: String) { OutputChannel.output.write(text + "\n") }

    /// One JSON value with its keys in order, so that equal facts are equal bytes.
    static func print(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        OutputChannel.output.write(try encoder.encode(value) + Data("\n".utf8))
    }

    /// One JSON value on one line, for lists that programs read line by line.
    static func print(jsonLine value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        OutputChannel.output.write(try encoder.encode(value) + Data("\n".utf8))
    }
}

/// A line on the terminal that tells how far long work is. Nothing when standard error is no terminal, and nothing
/// for work that is done within a second.
struct Progress {
    private let started = ContinuousClock.now
    private var shown: ContinuousClock.Instant?

    mutating func tell(_ text: @autoclosure () -> String) {
        let now = ContinuousClock.now
        guard Console.errorIsTerminal, now - started > .seconds(1), shown.map({ now - $0 > .milliseconds(200) }) ?? true
        else { return }
        shown = now
        // A line that wraps would stay when the next one is written over it.
        OutputChannel.errors.write("\r\u{1B}[K\(text().prefix(max(1, (Console.width ?? 80) - 1)))")
    }

    mutating func end() {
        guard shown != nil else { return }
        shown = nil
        OutputChannel.errors.write("\r\u{1B}[K")
    }
}
