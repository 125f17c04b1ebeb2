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
        OutputChannel.errors.write("\r\u{1B}[K\(text())")
    }

    mutating func end() {
        guard shown != nil else { return }
        shown = nil
        OutputChannel.errors.write("\r\u{1B}[K")
    }
}
