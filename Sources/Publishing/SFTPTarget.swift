import Foundation

/// A folder on an SFTP server, reached by the system's own OpenSSH client: the operator's ssh configuration, agents,
/// jump hosts and known hosts hold as for any other connection. Keys alone are used, and an unknown or changed host key
/// ends the matter.
package struct SFTPTarget: PublicationTarget {
    package var address: SFTPAddress
    package var port: Int?
    package var identityFile: String?
    package var knownHosts: String?
    /// Instead of the user's own ssh configuration.
    package var sshConfig: String?
    /// The sftp program; found on the PATH.
    package var program = "sftp"

    package init(_ address: SFTPAddress) {
        self.address = address
        port = address.port
    }

    package var label: String { "sftp \(address.host):\(address.folder)" }

    package func look(at names: [String]) throws(PublicationError) -> TargetView {
        let folder = try ScratchFolder()
        let listing = try run(
            ["ls -ln"] + names.map { "-get \(quoted($0)) \(quoted($0))" }, in: folder.path, wants: "read")
        var view = TargetView(sizes: SFTPTarget.sizes(in: listing))
        for name in names {
            if let data = try? Data(contentsOf: URL(filePath: folder.path + "/" + name)) { view.contents[name] = data }
        }
        return view
    }

    /// Reads `-rw-r----- ? 1000 1000 12534 Nov 21 10:59 name`, which the client itself writes for `ls -ln`. Only plain
    /// names are asked for.
    static func sizes(in listing: String) -> [String: Int64] {
        var sizes: [String: Int64] = [:]
        for line in listing.split(whereSeparator: \.isNewline) where line.hasPrefix("-") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            if words.count == 9, let size = Int64(words[4]) { sizes[String(words[8])] = size }
        }
        return sizes
    }

    package func stage(_ names: [String], from folder: String, mark: String) throws(PublicationError) {
        var commands: [String] = []
        for name in names {
            // A file that an earlier run, cut off, left behind. The name is plain: only the star is a wildcard.
            commands.append("-rm .\(name).*.part")
            commands.append("put -f \(quoted(name)) \(quoted(RemoteName.temporary(name, mark: mark)))")
            // A sign of life, for who waits: it renews the time of the lock.
            commands += [
                "-mkdir \(quoted(PublicationLock.name + "/alive"))",
                "-rmdir \(quoted(PublicationLock.name + "/alive"))",
            ]
        }
        try run(commands, in: folder, wants: "write")
    }

    package func settle(_ names: [String], mark: String, retiring retired: [String]) throws(PublicationError) {
        // sftp renames over an existing file by OpenSSH's posix-rename: a reader sees the old file or the new one.
        let renames = names.map { "rename \(quoted(RemoteName.temporary($0, mark: mark))) \(quoted($0))" }
        try run(retired.map { "-rm \(quoted($0))" } + renames, in: "/", wants: "write")
    }

    package func lock(for owner: String) throws(PublicationError) -> PublicationLock.Answer {
        do {
            try run(
                ["mkdir \(quoted(PublicationLock.name))", "mkdir \(quoted(PublicationLock.name + "/" + owner))"],
                in: "/", wants: "write")
            return .taken
        } catch {
            guard ![.refused, .unusable].contains(error.reason) else { throw error }
            guard let listing = try? run(["ls -lan \(quoted(PublicationLock.name))"], in: "/", wants: "read") else {
                // Neither made nor there: the server makes no folders, or the connection broke.
                if error.isWorthAnotherTry { throw error }
                return .impossible
            }
            return SFTPTarget.holder(in: listing, now: Date())
        }
    }

    package func unlock(_ owner: String) throws(PublicationError) {
        let inner = owner.isEmpty ? [] : ["rmdir \(quoted(PublicationLock.name + "/" + owner))"]
        _ = try? run(inner + ["rmdir \(quoted(PublicationLock.name))"], in: "/", wants: "write")
    }

    /// Reads `drwxr-x--- ? 1000 1000 4096 Nov 21 10:59 .calfold-publish.lock/NAME`, with times of UTC, as we run the
    /// client.
    static func holder(in listing: String, now: Date) -> PublicationLock.Answer {
        var owner = "", moment: Date?
        for line in listing.split(whereSeparator: \.isNewline) where line.hasPrefix("d") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            guard words.count == 9, let name = words[8].split(separator: "/").last else { continue }
            if name == "." { moment = date(words[5...7].joined(separator: " "), now: now) }
            if !name.hasPrefix("."), name != "alive", name != PublicationLock.name { owner = String(name) }
        }
        return .held(by: owner, seconds: moment.map { now.timeIntervalSince($0) } ?? 0)
    }

    /// `Nov 21 10:59`, of the last half year, or `Nov 21 2025`.
    private static func date(_ text: String, now: Date) -> Date? {
        let form = DateFormatter()
        form.locale = Locale(identifier: "en_US_POSIX")
        form.timeZone = TimeZone(secondsFromGMT: 0)
        form.dateFormat = "MMM d yyyy"
        if let date = form.date(from: text) { return date }
        let year = Calendar(identifier: .gregorian).component(.year, from: now)
        form.dateFormat = "MMM d HH:mm yyyy"
        let dates = [year, year - 1].compactMap { form.date(from: "\(text) \($0)") }
        // The clocks of the two machines may differ by a day at most.
        return dates.first { $0.timeIntervalSince(now) < 86_400 } ?? dates.last
    }

    /// A name between quotes; only plain names and checked folders come here.
    func quoted(_ name: String) -> String { "\"\(name)\"" }

    /// Runs commands in the target's folder; each must succeed but those that begin with `-`.
    ///
    /// - Returns: what they printed.
    @discardableResult
    func run(
        _ commands: [String], in folder: String, wants: String, mostFileBytes: Int64? = nil
    ) throws(PublicationError) -> String {
        let script = (["cd \(quoted(address.folder))"] + commands).joined(separator: "\n") + "\n"
        var child = ChildProcess(program: program, arguments: arguments, folder: folder)
        child.mostFileBytes = mostFileBytes
        let outcome = try child.run(input: script)
        if mostFileBytes != nil, outcome.status == -SIGXFSZ {
            throw PublicationError(.tooLarge, "\(label): a file is larger than the server said")
        }
        if outcome.status != 0 { throw error(outcome, wants: wants) }
        return outcome.output
    }

    /// The program runs in another folder: a path from ours has to be whole.
    private static func whole(_ path: String) -> String {
        path.hasPrefix("/") || path.hasPrefix("~") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    private var arguments: [String] {
        var arguments = [
            "-b", "-", "-o", "LogLevel=ERROR", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o",
            "PreferredAuthentications=publickey",
        ]
        // A dead line is found out within two minutes.
        arguments += ["-o", "ConnectTimeout=30", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=8"]
        if let sshConfig { arguments += ["-F", sshConfig == "none" ? sshConfig : SFTPTarget.whole(sshConfig)] }
        if let port { arguments += ["-P", String(port)] }
        if let identityFile { arguments += ["-o", "IdentitiesOnly=yes", "-i", SFTPTarget.whole(identityFile)] }
        if let knownHosts {
            arguments += [
                "-o", "UserKnownHostsFile=\"\(SFTPTarget.whole(knownHosts))\"", "-o", "GlobalKnownHostsFile=/dev/null",
            ]
        }
        return arguments + ["--", address.destination]
    }

    private func error(_ outcome: ChildProcess.Outcome, wants: String) -> PublicationError {
        let words = said(outcome.errors)
        let reply = words.isEmpty ? "" : " It says: \(words)"
        if outcome.errors.contains("host key is known") {
            let port = port.map { "-p \($0) " } ?? ""
            return PublicationError(
                .refused,
                """
                \(label): no host key of the server is known here. Nothing was sent. 'ssh-keyscan \(port)\(address.host)' shows it: compare it with the \
                server's operator, then put it into known_hosts.\(reply)
                """)
        }
        if outcome.errors.contains("Host key verification failed") {
            return PublicationError(
                .refused,
                """
                \(label): the server's host key is not the known one. Nothing was sent. Compare the key with the server's operator, then put it into \
                known_hosts.\(reply)
                """)
        }
        if outcome.errors.contains("bad permissions") {
            return PublicationError(
                .refused, "\(label): ssh does not use a private key that others can read: 'chmod 600' it.\(reply)")
        }
        if outcome.errors.contains("Permission denied (") || outcome.errors.contains("Too many authentication failures")
        {
            return PublicationError(
                .refused,
                "\(label): the server does not accept our key. Check identity-file, and that its public half is on the server.\(reply)"
            )
        }
        if outcome.status == 255 || outcome.status < 0 {
            return PublicationError(.broken, "\(label): the connection failed or broke.\(reply)")
        }
        if wants == "read", outcome.errors.contains("No space left on device") {
            return PublicationError(
                .unreadable, "\(label): there is no room on this machine for what is there.\(reply)")
        }
        // The batch ends at the command that failed: only its words, the last, are of it.
        let last = outcome.errors.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
        let isOfOneFile =
            last.hasPrefix("File \"") && last.contains("not found") || last.contains("remote open")
            || last.contains("not a regular file")
        if wants == "read", isOfOneFile {
            return PublicationError(.gone, "\(label): a file is not there any more, or cannot be read.\(reply)")
        }
        let isHopeless = [
            "Permission denied", "No such file", "not found", "Read-only", "read-only", "Not a directory",
        ].contains(where: last.contains)
        return PublicationError(
            isHopeless ? .notWritable : .broken, "\(label): the server would not let us \(wants) there.\(reply)")
    }

    /// The last lines of what ssh said, without the account's name and without anything that a terminal could obey.
    private func said(_ errors: String) -> String {
        let lines = errors.split(whereSeparator: \.isNewline).map {
            $0.filter { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } }
        }
        var text = lines.filter { !$0.hasPrefix("@@") && !$0.isEmpty }.suffix(2).joined(separator: " / ")
        if let user = address.user { text = text.replacingOccurrences(of: user + "@", with: "") }
        return String(text.prefix(400))
    }
}
