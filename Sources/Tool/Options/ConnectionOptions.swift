import ArgumentParser
import Night
import Publishing

/// How an SFTP server is reached: for what is published and for what is fetched.
struct ConnectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The server's port.", valueName: "number"))
    var port: Int?

    @Option(help: ArgumentHelp("The private key; your ssh configuration names one when left out.", valueName: "file"))
    var identityFile: String?

    @Option(help: ArgumentHelp("The file of known host keys.", valueName: "file"))
    var knownHosts: String?

    @Option(help: ArgumentHelp("Instead of your own ssh configuration.", valueName: "file"))
    var sshConfig: String?

    @Option(help: ArgumentHelp("Tries for each step of a transfer; 4 when left out.", valueName: "number"))
    var attempts: Int?

    /// A path is a folder here; whatever has a host before a colon is a server's.
    static func isAddress(_ text: String) -> Bool {
        text.contains(":") && !text.hasPrefix("/") && !text.hasPrefix(".")
    }

    func server(_ text: String) throws -> SFTPTarget {
        var target = SFTPTarget(try NightSettings.address(text))
        target.port = port ?? target.port
        target.identityFile = identityFile
        target.knownHosts = knownHosts
        target.sshConfig = sshConfig
        return target
    }

    /// These options, and where they say nothing those of a configuration's section `fetch`.
    func over(_ configuration: Configuration) -> ConnectionOptions {
        var result = self
        result.port = port ?? configuration.number(.fetchPort)
        result.identityFile = identityFile ?? configuration.text(.fetchIdentityFile)
        result.knownHosts = knownHosts ?? configuration.text(.fetchKnownHosts)
        result.sshConfig = sshConfig ?? configuration.text(.fetchSSHConfig)
        result.attempts = attempts ?? configuration.number(.fetchAttempts)
        return result
    }
}
