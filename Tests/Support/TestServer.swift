import Foundation
import Publishing

#if canImport(Glibc)
import Glibc
#endif

/// OpenSSH's own server on loopback, with keys made for it, running as the user of the tests.
package final class TestServer {
    package static let program = "/usr/sbin/sshd"
    package static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    package let scratch: Scratch
    package let remote: String
    package let port: Int
    private let process: pid_t

    /// - Parameter subsystem: of sshd's configuration; with `-R` the server lets nobody write.
    package init(subsystem: String = "internal-sftp") throws {
        scratch = try Scratch()
        // It may stand under a link (/tmp on some systems), and the server tells the real name.
        remote = try scratch.folder("remote")
        port = try TestServer.freePort()
        for name in ["host", "user", "stranger"] { try TestServer.makeKey(scratch.path + "/" + name) }
        let key = try String(contentsOfFile: scratch.path + "/user.pub", encoding: .utf8)
        try scratch.write(key, to: "authorized")
        try TestServer.trust(hostKey: scratch.path + "/host.pub", port: port, file: scratch.path + "/known_hosts")
        try TestServer.trust(hostKey: scratch.path + "/stranger.pub", port: port, file: scratch.path + "/wrong_hosts")
        try scratch.write(
            """
            ListenAddress 127.0.0.1
            Port \(port)
            HostKey \(scratch.path)/host
            AuthorizedKeysFile \(scratch.path)/authorized
            PidFile \(scratch.path)/pid
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin prohibit-password
            Subsystem sftp \(subsystem)

            """, to: "sshd_config")
        // sshd wants this folder when it runs as root.
        if getuid() == 0 {
            try? FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
        }
        process = try ChildProcess(
            program: TestServer.program,
            arguments: ["-D", "-f", scratch.path + "/sshd_config", "-E", scratch.path + "/sshd.log"],
            folder: scratch.path
        ).start()
        // Two minutes, for a machine that has much else to do; an idle one answers the second question.
        for _ in 0..<6_000 {
            // Each question is a connection that the server has to serve.
            if TestServer.answers(port) { break }
            usleep(20_000)
        }
    }

    /// Waits until no session is open. What a killed night began to send, sftp sends to its end.
    package func waitUntilIdle() {
        let children = "/proc/\(process)/task/\(process)/children"
        for _ in 0..<6_000 {
            guard let running = try? String(contentsOfFile: children, encoding: .utf8), !running.isEmpty else { return }
            usleep(20_000)
        }
    }

    deinit {
        kill(process, SIGTERM)
        _ = ChildProcess.wait(for: process)
    }

    package func target(
        folder: String? = nil, key: String = "user", knownHosts: String = "known_hosts"
    ) throws -> SFTPTarget {
        var target = SFTPTarget(try SFTPAddress("\(NSUserName())@127.0.0.1:\(folder ?? remote)"))
        target.port = port
        target.identityFile = scratch.path + "/" + key
        target.knownHosts = scratch.path + "/" + knownHosts
        target.sshConfig = "/dev/null"
        return target
    }

    /// A target whose connections go through a pipe that breaks: of the connections of that number, from 1, only so
    /// many pieces of at most 16 KB pass.
    package func breakingTarget(connections: ClosedRange<Int>, after pieces: Int) throws -> SFTPTarget {
        let script = try scratch.write(
            """
            #!/bin/bash
            echo >> "\(scratch.path)/connections"
            number=$(wc -l < "\(scratch.path)/connections")
            exec 3<>/dev/tcp/127.0.0.1/\(port)
            exec 4<&0
            cat <&3 &
            trap 'kill $!' EXIT HUP TERM
            if [ "$number" -ge \(connections.lowerBound) ] && [ "$number" -le \(connections.upperBound) ]; then dd bs=16k count=\(pieces) status=none <&4 >&3; else cat <&4 >&3; fi

            """, to: "pipe", mode: 0o700)
        let config = try scratch.write("Host *\n  ProxyCommand \(script)\n", to: "ssh_config")
        var target = try target()
        target.sshConfig = config
        return target
    }

    package func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: remote).sorted() }

    private static func makeKey(_ path: String) throws {
        _ = try ChildProcess(
            program: "ssh-keygen", arguments: ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path], folder: "/"
        ).run(input: "")
    }

    private static func trust(hostKey: String, port: Int, file: String) throws {
        let key = try String(contentsOfFile: hostKey, encoding: .utf8)
        try Data("[127.0.0.1]:\(port) \(key)".utf8).write(to: URL(filePath: file))
    }

    private static func withSocket<Result>(
        _ port: UInt16, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) throws -> Result
    ) rethrows -> Result {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return try withUnsafePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func freePort() throws -> Int {
        try withSocket(0) { descriptor, address, length in
            var found = sockaddr_in()
            var size = length
            guard bind(descriptor, address, length) == 0 else { throw CocoaError(.featureUnsupported) }
            _ = withUnsafeMutablePointer(to: &found) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
            }
            return Int(UInt16(bigEndian: found.sin_port))
        }
    }

    private static func answers(_ port: Int) -> Bool {
        withSocket(UInt16(port)) { connect($0, $1, $2) == 0 }
    }
}
