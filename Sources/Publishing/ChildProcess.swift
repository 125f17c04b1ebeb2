import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A program that is run without a shell between. Foundation's own is not used: it learns of a program's end by a
/// descriptor that OpenSSH's programs close when they begin.
package struct ChildProcess {
    var program: String
    var arguments: [String]
    var folder: String
    /// What no file that it writes may be larger than; it is ended by a signal otherwise.
    var mostFileBytes: Int64?

    package init(program: String, arguments: [String], folder: String) {
        (self.program, self.arguments, self.folder) = (program, arguments, folder)
    }

    /// Variables of the environment that hold secrets.
    private static let secrets: Set<String> = ["CALFOLD_KEY", "CALFOLD_CLIENT_SECRET", "CALFOLD_PARTNER_TOKEN"]

    package struct Outcome {
        /// Negative when a signal ended it.
        var status: Int32
        /// What it said on standard error, at most some kilobytes of it.
        var errors: String
        /// What it printed, at most some megabytes of it.
        var output: String
    }

    /// Runs the program to its end.
    package func run(input: String) throws(PublicationError) -> Outcome {
        // Files and no pipes: what the program leaves running in the background cannot hold us up.
        let own = try ScratchFolder()
        let (commands, errors, output) = (own.path + "/commands", own.path + "/errors", own.path + "/output")
        guard (try? Data(input.utf8).write(to: URL(filePath: commands))) != nil else {
            throw PublicationError(.unreadable, "\(own.path) cannot be written")
        }
        let status = ChildProcess.wait(for: try start(input: commands, errors: errors, output: output))
        func head(_ path: String, _ most: Int) -> String {
            String(
                decoding: (try? FileHandle(forReadingFrom: URL(filePath: path)).read(upToCount: most)) ?? Data(),
                as: UTF8.self)
        }
        return Outcome(status: status, errors: head(errors, 16_384), output: head(output, 1 << 24))
    }

    /// Starts the program and goes on.
    ///
    /// - Returns: its number.
    package func start(
        input: String = "/dev/null", errors: String = "/dev/null", output: String = "/dev/null"
    ) throws(PublicationError) -> pid_t {
        guard let path = executable() else {
            throw PublicationError(.unusable, "there is no program '\(program)' on the PATH: install OpenSSH's client")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        // Threads of ours block signals; the program is to hear them all.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        // Its words are read by a program: they are not to be translated. Our secrets are none of its business.
        let environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C", "TZ": "UTC0"]) { $1 }.filter {
            !ChildProcess.secrets.contains($0.key)
        }.map { "\($0.key)=\($0.value)" }
        // Every descriptor of ours closes by itself when a program begins; the folder is changed by env, as posix_spawn
        // has no word for it.
        let env = "/usr/bin/env"
        var words = ([env, "--chdir=\(folder)", path] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var number = pid_t()
        let status = ChildProcess.limited(to: mostFileBytes) {
            posix_spawn(&number, env, &actions, &attributes, &words, &variables)
        }
        guard status == 0 else {
            throw PublicationError(.unusable, "\(path) cannot be started")
        }
        return number
    }

    /// A program gets the limits that this process has when it is started.
    private static func limited(to bytes: Int64?, _ start: () -> Int32) -> Int32 {
        var before = rlimit()
        guard let bytes else { return start() }
        guard getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before) == 0 else { return errno }
        var limit = before
        limit.rlim_cur = min(before.rlim_max, rlim_t(max(0, bytes)))
        // What cannot be bounded is not begun.
        guard setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { return errno }
        defer { setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before) }
        return start()
    }

    /// - Returns: the exit status, or the signal's number below zero.
    package static func wait(for number: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(number, &status, 0) < 0 && errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : -signal
    }

    private func executable() -> String? {
        if program.contains("/") { return FileManager.default.isExecutableFile(atPath: program) ? program : nil }
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(
            separator: ":")
        return folders.map { $0 + "/" + program }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
