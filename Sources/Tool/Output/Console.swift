import Foundation
import Night
import Primitives

#if canImport(Glibc)
import Glibc
#endif

/// Standard output for data, standard error for everything else.
enum Console {
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Columns of the terminal that somebody looks at; nil where nobody does and nothing is said of it.
    static var width: Int? {
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
            if let width = width(of: descriptor) { return width }
        }
        return ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    private static func width(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return Int(size.ws_col)
    }

    /// Lines that fit the terminal that shows them; as they are where none does.
    private static func fitted(_ text: String, to descriptor: Int32) -> String {
        width(of: descriptor).map { TerminalText.wrapped(text, width: $0) } ?? text
    }

    /// Whether colours are shown, and wanted (no-color.org).
    static var usesColour: Bool {
        let environment = ProcessInfo.processInfo.environment
        return outputIsTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }

    static func note(_ text: String) {
        OutputChannel.errors.write(fitted(TerminalText.plain(text), to: STDERR_FILENO) + "\n")
    }

    static func tell(_ remark: Remark) {
        switch remark {
        case .fact(let text), .doubt(let text): note(text)
        }
    }

    static func print(_ text: String) { print(finished: fitted(TerminalText.plain(text), to: STDOUT_FILENO)) }

    /// Text of a form that has no place for what a terminal obeys, or that has taken care of it; its lines stay as they
    /// are.
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
    private var early: EarlyLine?

    mutating func tell(_ text: @autoclosure () -> String) {
        let now = ContinuousClock.now
        guard Console.errorIsTerminal else { return }
        guard now - started > .seconds(1) else {
            // What is begun within the first second may be all that is told for a long while.
            if early == nil { early = EarlyLine() }
            early?.text = text()
            return
        }
        guard shown.map({ now - $0 > .milliseconds(200) }) ?? true else { return }
        _ = early?.end()
        shown = now
        Progress.show(text())
    }

    mutating func end() {
        let isEarlyShown = early?.end() == true
        early = nil
        guard shown != nil || isEarlyShown else { return }
        shown = nil
        OutputChannel.errors.write("\r\u{1B}[K")
    }

    fileprivate static func show(_ text: String) {
        // A line that wraps would stay when the next one is written over it.
        OutputChannel.errors.write("\r\u{1B}[K\(TerminalText.line(text).prefix(max(1, (Console.width ?? 80) - 1)))")
    }
}

/// What was told of work in its first second: shown after it, if the work goes on and nothing newer is there.
private final class EarlyLine: @unchecked Sendable {
    private let lock = NSLock()
    private var line = ""
    private var isOver = false
    private var isShown = false

    init() {
        Thread.detachNewThread { [self] in
            Thread.sleep(forTimeInterval: 1.1)
            lock.withLock {
                guard !isOver, !line.isEmpty else { return }
                isShown = true
                Progress.show(line)
            }
        }
    }

    var text: String {
        get { lock.withLock { line } }
        set { lock.withLock { line = newValue } }
    }

    /// - Returns: whether it was shown.
    func end() -> Bool {
        lock.withLock {
            isOver = true
            return isShown
        }
    }
}
