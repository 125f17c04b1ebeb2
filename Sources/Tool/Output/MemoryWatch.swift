import Foundation
import Night

#if canImport(Glibc)
import Glibc
#endif

/// Says that memory, or the files that a process may open, have come to an end, where the language itself only stops the process.
///
/// An allocation that fails traps without a word of the reason. The trap asks the system for memory once more: where it
/// is refused, the sentence is told and the process ends as one that could not write; every other trap goes the way
/// that it would have gone.
enum MemoryWatch {
    private static let signals = [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS]
    private static let words: StaticString = """
        calfold: There is not enough memory, or this process may not have more of it. What was reported as done is done and stays; nothing \
        else was begun that a repeated run would not redo.

        """
    private static let wordsOfDescriptors: StaticString = """
        calfold: The system gives this process no further file: it may not open more at once. What was reported as done is done and stays; \
        nothing else was begun that a repeated run would not redo. 'ulimit -n 1024' raises the limit.

        """
    /// What the signals did before, by their number. Only ever written before the handlers stand.
    nonisolated(unsafe) private static var before: Array<sigaction> = Array(repeating: sigaction(), count: 32)

    static func begin() {
        var action = sigaction()
        // What runs here may neither allocate nor wait.
        action.__sigaction_handler.sa_handler = { number in
            let piece = mmap(nil, 64 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            if Int(bitPattern: piece) == -1 {
                _ = Glibc.write(STDERR_FILENO, MemoryWatch.words.utf8Start, MemoryWatch.words.utf8CodeUnitCount)
                _exit(ExitStatus.cannotWrite.rawValue)
            }
            if DescriptorShortage.isAcute {
                let words = MemoryWatch.wordsOfDescriptors
                _ = Glibc.write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
                _exit(ExitStatus.cannotWrite.rawValue)
            }
            // Once more, and to who stood here before.
            sigaction(number, &MemoryWatch.before[Int(number)], nil)
        }
        for signal in signals { sigaction(signal, &action, &before[Int(signal)]) }
    }
}
