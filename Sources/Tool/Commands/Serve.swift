import ArgumentParser
import Encodings
import EventStore
import Foundation
import Night
import Partner
import Primitives
import Privacy
import Publishing
import Web
import WebServer

struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at the store in a browser; the same as JSON.",
        discussion: """
            Shows meetings as they stood at any moment, with every change and its reason, on this machine alone. The first line that is \
            printed is the address to open; what stands behind its # is the token that lets in, made anew at each start unless \
            --token-file names one. The store is only read, and a night may run beside it. Who looked at what is noted in the access \
            book, a file beside the store. Names are shown in clear, as an audit needs them; --pseudonyms hides them.

            Examples:
              calfold serve
              calfold serve --store calfold.db --listen 127.0.0.1:0
              calfold serve --token-file token.txt --access-log looked-at.log
              calfold serve --pseudonyms --key-file key.txt
            """)

    @OptionGroup var store: StoreOptions

    @Option(
        help: ArgumentHelp(
            "Where to listen; port 0 takes one that is free. Other machines reach it only with --public-host.",
            valueName: "address:port"))
    var listen = "127.0.0.1:8765"

    @Option(
        help: ArgumentHelp(
            "The name by which other machines ask for it, behind a proxy that ends TLS; requests for other names are refused.",
            valueName: "name"))
    var publicHost: String?

    @Option(
        help: ArgumentHelp(
            "File with the token that lets in, of at least 16 characters; one is made and printed when left out.",
            valueName: "file"))
    var tokenFile: String?

    @Option(
        help: ArgumentHelp(
            "Where it is noted who looked at what; STORE-access.log beside the store when left out.", valueName: "file")
    )
    var accessLog: String?

    @Flag(help: "Show pseudonyms instead of names, and no subjects.")
    var pseudonyms = false

    @OptionGroup(title: "People") var key: KeyOptions
    @OptionGroup(title: "People") var directory: DirectoryOptions

    @Option(
        help: ArgumentHelp(
            "A domain of the organisation, repeatable; *.example.com for all below it. Without any, nobody is external.",
            valueName: "domain"))
    var acceptedDomain: [String] = []

    func run() throws {
        guard let address = ListenAddress(listen) else { throw Serve.noAddress(listen) }
        guard address.isLoopback || publicHost != nil else {
            throw Failure(
                .usage, "--listen \(listen) can be reached from other machines.",
                next: "Name the host that they ask for with --public-host, and put a proxy that ends TLS before it.")
        }
        if let publicHost, HostName.name(of: publicHost) != publicHost.lowercased() {
            throw Failure(
                .usage, "--public-host \(publicHost) is no name of a host.", next: "Such as audit.example.com.")
        }
        let settings = try settings()
        let book = try accessBook()
        let token = try token()
        let server: WebServer
        do { server = try WebServer(address) } catch {
            throw Failure(
                .serviceUnavailable,
                error.isTaken
                    ? "\(listen) is taken: another program listens there."
                    : "\(listen) cannot be listened at: \(error.reason).",
                next: "Choose another port with --listen; --listen 127.0.0.1:0 takes one that is free.")
        }
        let sessions = Sessions(token: token, port: server.port)
        let application = WebApplication(gate: Gate(sessions: sessions, publicHost: publicHost), book: book) {
            Clock.milliseconds
        }
        let host = address.host.contains(":") ? "[\(address.host)]" : address.host
        Console.print("http://\(host):\(server.port)/" + (tokenFile == nil ? "#\(token)" : ""))
        ServeLoop.run(server, application, settings)
    }

    private static func noAddress(_ listen: String) -> Failure {
        let port = listen[(listen.lastIndex(of: ":").map(listen.index(after:)) ?? listen.startIndex)...].prefix(20)
        if !port.isEmpty, port.utf8.allSatisfy(ASCII.isDigit) {
            guard let number = UInt16(port) else {
                return Failure(
                    .usage, "--listen \(listen): there is no port \(port), the greatest is 65535.",
                    next: "Such as --listen 127.0.0.1:8765; port 0 takes one that is free.")
            }
            if !listen.contains(":") {
                return Failure(
                    .usage, "--listen \(listen) is a port without an address.", next: "--listen 127.0.0.1:\(number)")
            }
        }
        return Failure(
            .usage, "--listen \(listen) is no address with a port.", next: "Such as 127.0.0.1:8765 or [::1]:8765.")
    }

    private func settings() throws -> WebSettings {
        let log = try EventLog(path: store.store, access: .readOnly)
        let people = try PrivacySettings(acceptedDomains: acceptedDomain, directory: directory.settings)
            .people(Console.tell)
        var secret: PseudonymKey?
        if pseudonyms {
            let (found, warning) = try PseudonymKey.load(
                file: key.keyFile, environment: ProcessInfo.processInfo.environment)
            if let warning { Console.note(warning) }
            secret = found
        }
        let files = try directory.directory.map { try FileDigest(of: $0).sha256 }
        return WebSettings(
            store: log.place, people: people, key: secret,
            mark: (files + acceptedDomain + [pseudonyms ? "pseudonyms" : "clear"]).joined(separator: " "))
    }

    private func accessBook() throws -> AccessBook {
        let path = accessLog ?? store.store + "-access.log"
        do { return try AccessBook(path: path) } catch {
            throw Failure(
                .cannotWrite, "The access book \(path) cannot be written: \(error.reason).",
                next: "Whoever looks at calendars is noted; --access-log names another place.")
        }
    }

    /// The token of the file, or one of our own.
    private func token() throws -> String {
        guard let tokenFile else { return Sessions.secret() }
        let (token, warning) = try ServiceToken.load(file: tokenFile, environment: [:])
        if let warning { Console.note(warning) }
        guard token.text.utf8.count >= 16 else {
            throw Failure(
                .refused, "The token in \(tokenFile) has fewer than 16 characters: it can be guessed.",
                next: "'openssl rand -hex 32' makes a good one.")
        }
        return token.text
    }
}
