import Foundation
import Publishing
import TestSupport
import Testing

/// A server that does not let us in, at night.
@Suite struct RefusedKeyTests {
    /// The night is done but for the publishing, ends with 77, and the service does not start it again by itself.
    @Test(.enabled(if: TestServer.isInstalled, "sshd is not installed: Scripts/setup installs it"))
    func nobodyKnocksAgain() throws {
        let server = try TestServer(), scratch = try NightScratch()
        func configure(key: String, hosts: String) throws {
            try scratch.configure(
                """
                publish:
                  sftp: sftp://\(NSUserName())@127.0.0.1:\(server.port)\(server.remote)
                  identity-file: \(server.scratch.path)/\(key)
                  known-hosts: \(server.scratch.path)/\(hosts)
                  ssh-config: /dev/null
                  attempts: 1

                """)
        }
        try scratch.takeAll()
        try configure(key: "stranger", hosts: "known_hosts")
        let night = try scratch.night()
        #expect(night.status == 77 && night.output.contains("does not accept our key"), "\(night.output)")
        #expect(FileManager.default.fileExists(atPath: scratch.tables + "/2024-02_manifest.json"))
        try configure(key: "user", hosts: "wrong_hosts")
        #expect(try scratch.night().status == 77)
        try configure(key: "user", hosts: "known_hosts")
        let good = try scratch.night()
        #expect(good.status == 0, "\(good.output)")
        #expect(try server.names().contains("2024-02_manifest.json"))

        let unit = try String(
            contentsOf: NightScratch.root.appending(path: "Packaging/systemd/calfold.service"), encoding: .utf8)
        let stays = unit.split(separator: "\n").first { $0.hasPrefix("RestartPreventExitStatus=") }
        #expect(stays?.split(whereSeparator: { " =".contains($0) }).contains("77") == true)
    }
}
