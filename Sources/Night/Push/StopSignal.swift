#if canImport(Glibc)
import Glibc
#endif

/// Somebody asked the process to end while a batch was open: the batch is given up first, then the process dies by the
/// signal, as it would have.
package struct Stopped: Error {
    package var signal: Int32

    /// Ends the process.
    package func die() -> Never {
        Glibc.signal(signal, SIG_DFL)
        raise(signal)
        _exit(128 + signal)
    }
}

/// Remembers a signal that asks for an end, for as long as it is held. A second one is obeyed at once: whoever sends it
/// has waited long enough.
final class StopSignal {
    private static let numbers = [SIGTERM, SIGINT, SIGHUP]
    /// Written by the handler, and emptied before there is one.
    nonisolated(unsafe) private static var heard: sig_atomic_t = 0
    private var before: [(Int32, sigaction)] = []

    static var number: Int32? { heard == 0 ? nil : heard }

    init() {
        StopSignal.heard = 0
        for number in StopSignal.numbers {
            var old = sigaction()
            // Who is told to ignore a signal, as by nohup, goes on.
            let ignoring = SIG_IGN
            guard sigaction(number, nil, &old) == 0,
                unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) != unsafeBitCast(ignoring, to: Int.self)
            else { continue }
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                guard StopSignal.heard != 0 else {
                    StopSignal.heard = number
                    return
                }
                Glibc.signal(number, SIG_DFL)
                raise(number)
            }
            guard sigaction(number, &action, nil) == 0 else { continue }
            before.append((number, old))
        }
    }

    deinit {
        for (number, old) in before {
            var action = old
            sigaction(number, &action, nil)
        }
    }
}
