#if canImport(Glibc)
import Glibc
#endif

/// Somebody asked the process to end while a batch was open: the batch is given up first, then the process dies by the
/// signal, as it would have.
package struct Stopped: Error {
    package var signal: Int32
    /// What became of the work, in a sentence.
    package var what: String

    /// Ends the process.
    package func die() -> Never {
        Glibc.signal(signal, SIG_DFL)
        raise(signal)
        _exit(128 + signal)
    }
}

/// Says, where nobody remembers signals, that one ended the work, and lets the process die by it as it would have.
package enum LastWords {
    /// For work of which nothing stands in its place half done.
    package static func prepare() {
        for number in StopSignal.numbers {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                let words: StaticString =
                    "\ncalfold: A signal ended this. What stands in its place is whole; the same command does the rest.\n"
                _ = write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
                Glibc.signal(number, SIG_DFL)
                raise(number)
            }
            _ = StopSignal.obey(number, action)
        }
    }
}

/// Remembers a signal that asks for an end, for as long as it is held. A second one is obeyed at once: whoever sends it
/// has waited long enough.
final class StopSignal {
    fileprivate static let numbers = [SIGTERM, SIGINT, SIGHUP]
    /// Written by the handler, and emptied before there is one.
    nonisolated(unsafe) private static var heard: sig_atomic_t = 0
    private var before: [(Int32, sigaction)] = []

    static var number: Int32? { heard == 0 ? nil : heard }

    init() {
        StopSignal.heard = 0
        for number in StopSignal.numbers {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                guard StopSignal.heard != 0 else {
                    StopSignal.heard = number
                    return
                }
                Glibc.signal(number, SIG_DFL)
                raise(number)
            }
            if let old = StopSignal.obey(number, action) { before.append((number, old)) }
        }
    }

    /// - Returns: what was done before at that signal; nil where it goes on being ignored, as nohup wants it.
    fileprivate static func obey(_ number: Int32, _ action: sigaction) -> sigaction? {
        var old = sigaction(), action = action
        let ignoring = SIG_IGN
        guard sigaction(number, nil, &old) == 0,
            unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) != unsafeBitCast(ignoring, to: Int.self),
            sigaction(number, &action, nil) == 0
        else { return nil }
        return old
    }

    deinit {
        for (number, old) in before {
            var action = old
            sigaction(number, &action, nil)
        }
    }
}
