import ArgumentParser
import CAllocatorSettings
import EventStore
import Foundation
import Intake
import Night
import Polling
import Primitives
import Privacy
import Projection
import Publishing

@main
struct Calfold: ParsableCommand {

    static let configuration = CommandConfiguration(
        commandName: "calfold",
        abstract: "Turns Exchange's diagnostic exports into a history that can be trusted.",
        discussion: """
            calfold keeps every exported row in an append-only log, folds the rows into the meetings that stood on people's \
            calendars, and writes them as tables.

            First steps, in a folder of their own:
              calfold ingest exports/          take in files and folders of exports
              calfold fold                     make meetings of what is new
              calfold status                   what is there now
              calfold replay --find "budget"   look for one meeting, and its history
              calfold export meetings participants --plain \\
                  --month 2024-02 --out tables

            For all of it every night, from one configuration file:
              calfold init night

            Each command can be repeated without harm. Its store is one SQLite file, calfold.db unless --store or CALFOLD_STORE says \
            otherwise. 'calfold COMMAND -h' lists a command's options, 'calfold COMMAND --help' tells all of them.

            Exit status: 0 done; 1 done, but rows were quarantined or a check failed; 64 usage; 65 input not understood; \
            66 input missing; 69 service unavailable; 73 cannot write; 75 store busy; 77 refused.
            """,
        version: Program.version,
        subcommands: [
            Ingest.self, Fold.self, Export.self, Replay.self, Audit.self, Status.self, Quarantine.self, Verify.self,
            HashValues.self, Decode.self, Nightly.self, Serve.self, Poll.self,
            Publish.self, Fetch.self, Push.self, StreamFilters.self, Init.self,
        ],
        // -h is the short one.
        helpNames: .long)

    static func main() {
        allocator_settings_share_one_arena()
        allocator_settings_return_big_blocks()
        OutputChannel.prepare()
        MemoryWatch.begin()
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.prefix(while: { $0 != "--" }).contains("-h"),
            let text = ShortHelp.text(arguments, width: Console.width ?? 80)
        {
            Console.print(finished: text)
            Foundation.exit(told(ExitStatus.done.rawValue))
        }
        let status = end(
            of: Result {
                try UsageMessage.refuseWhatIsNoText(CommandLine.unsafeArgv, CommandLine.argc)
                try UsageMessage.refuseHelpOfNothing(arguments)
                try UsageMessage.refuseTwice(arguments)
                var command = try parseAsRoot()
                // Help needs none.
                if isOne(type(of: command), of: configuration.subcommands) {
                    try DescriptorShortage.refuse()
                    // What a killed run left may be all that a store knows. A filter touches nothing but its streams.
                    if !isOne(type(of: command), of: [StreamFilters.self]) { ScratchFolder.clearLeftovers() }
                }
                try command.run()
            })
        Foundation.exit(told(status))
    }

    private static func isOne(
        _ command: any ParsableCommand.Type, of commands: [any ParsableCommand.Type]
    ) -> Bool {
        commands.contains { $0 == command || isOne(command, of: $0.configuration.subcommands) }
    }

    /// Says why a command did not do what it was asked for, and what the parser of arguments has to say.
    private static func end(of run: Result<Void, any Error>) -> Int32 {
        do {
            try run.get()
            return ExitStatus.done.rawValue
        } catch let stopped as Stopped {
            Console.note("calfold: \(stopped.what)")
            stopped.die()
        } catch let error as ExitCode {
            return error.rawValue
        } catch {
            if var failure = Failure(translating: error) {
                if case .missing? = error as? PseudonymKey.KeyError, UsageMessage.offersPlain {
                    failure.next = "Without a key, --plain shows identities in clear."
                }
                Console.note("calfold: \(failure)")
                return failure.status.rawValue
            }
            let status = exitCode(for: error).rawValue
            // The parser traps where there is no room beside the names of options.
            let width = max(40, Console.width ?? 80)
            var text = fullMessage(for: error, columns: width)
            if status == ExitStatus.usage.rawValue {
                text = UsageMessage.mended(text, Array(CommandLine.arguments.dropFirst()))
            }
            text = HelpLines.mended(text, width: width)
            if !text.isEmpty { (status == 0 ? OutputChannel.output : .errors).write(text + "\n") }
            return status
        }
    }

    /// A command goes on to its end when nobody can read what it prints; only its exit status, and a sentence, tell of
    /// that.
    private static func told(_ status: Int32) -> Int32 {
        guard let reason = OutputChannel.output.failure else { return status }
        let isDone = status < ExitStatus.usage.rawValue
        if OutputChannel.output.isUnread {
            // As of 'head', which has what it wants.
            Console.note(
                "calfold: Whoever read the output stopped before its end (\(reason)).\(isDone ? " What was to be done is done." : "")"
            )
            return isDone ? ExitStatus.cannotWrite.rawValue : status
        }
        Console.note(
            """
            calfold: Standard output cannot be written: \(reason).\
            \(isDone ? " What was to be done is done; what was to be printed is lost, or a part of it." : " What was to be printed is lost, or a part of it.")
            """)
        return isDone ? ExitStatus.cannotWrite.rawValue : status
    }
}
