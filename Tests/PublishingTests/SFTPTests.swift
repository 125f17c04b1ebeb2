import Foundation
import TestSupport
import Testing

@testable import Publishing

#if canImport(Glibc)
import Glibc
#endif

@Suite(.enabled(if: TestServer.isInstalled, "sshd is not installed: Scripts/setup installs it"), .serialized)
struct SFTPTests {
    @Test func tablesArriveWholeAndOnlyOnce() throws {
        let server = try TestServer(), source = try server.scratch.folder("tables")
        let publication = PublicationTests.publication(to: try server.target())
        let first = publication.run(try PublicationTests.tables(in: source))
        #expect(first.allSatisfy { $0.failure == nil }, "\(first)")
        #expect(try server.names() == PublicationTests.whole)
        try PublicationTests.expectEqual(server.remote, source, PublicationTests.whole)
        #expect(
            publication.run(try PublicationTests.tables(in: source)).allSatisfy { $0.sent.isEmpty && $0.failure == nil }
        )
        #expect(
            publication.run(try PublicationTests.tables(in: source, change: "3;4\r\n")).map(\.sent) == [
                [], ["2024-02_meetings.csv"],
            ])
        try PublicationTests.expectEqual(server.remote, source, PublicationTests.whole)
    }

    @Test func whatIsGoneFromTheServerComesBackAndWhatIsNotWantedGoes() throws {
        let server = try TestServer(), source = try server.scratch.folder("tables")
        let publication = PublicationTests.publication(to: try server.target())
        _ = publication.run(try PublicationTests.tables(in: source))
        try FileManager.default.removeItem(atPath: server.remote + "/2024-02_meetings.csv")
        #expect(publication.run(try PublicationTests.tables(in: source)).map(\.sent) == [[], ["2024-02_meetings.csv"]])
        try FileManager.default.removeItem(atPath: source + "/2024-01_participants.csv")
        let outcome = publication.run(try PublicationSet.all(in: source, calfold: "0"))
        #expect(outcome.map(\.withdrawn) == [["2024-01_participants.csv"], []], "\(outcome)")
        #expect(try server.names() == PublicationTests.whole.filter { !$0.contains("participants") })
    }

    /// Keys named as one names files: from the folder in which the command runs.
    @Test func keysMayBeNamedFromHere() throws {
        let server = try TestServer(), scratch = try NightScratch()
        let source = try scratch.scratch.folder("tables")
        _ = try PublicationTests.tables(in: source)
        for name in ["user", "known_hosts"] {
            try FileManager.default.copyItem(
                atPath: server.scratch.path + "/" + name, toPath: scratch.folder + "/" + name)
        }
        let run = try scratch.calfold([
            "publish", "tables", "--to", "\(NSUserName())@127.0.0.1:\(server.remote)", "--port", String(server.port),
            "--identity-file", "user",
            "--known-hosts", "known_hosts", "--ssh-config", "none", "--plain",
        ])
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(try server.names() == PublicationTests.whole)
        let away = try scratch.calfold([
            "publish", "tables", "--to", "\(NSUserName())@127.0.0.1:\(server.remote)", "--port", "1", "--ssh-config",
            "none", "--attempts", "1", "--plain",
        ])
        #expect(
            away.status == 69 && away.output.components(separatedBy: "connection failed").count == 2,
            "said once: \(away.output)")
        #expect(try scratch.calfold(["publish", "nowhere", "--to", "tables"]).status == 66)
    }

    @Test func aFolderWithASpaceAndLettersOfAnyKind() throws {
        let server = try TestServer(), source = try server.scratch.folder("tables")
        let folder = try server.scratch.folder("remote/für # die Partner;$(x)")
        let outcome = PublicationTests.publication(to: try server.target(folder: folder)).run(
            try PublicationTests.tables(in: source))
        #expect(outcome.allSatisfy { $0.failure == nil }, "\(outcome)")
        try PublicationTests.expectEqual(folder, source, PublicationTests.whole)
    }

    @Test func aWrongHostKeyEndsTheMatter() throws {
        let server = try TestServer(), source = try server.scratch.folder("tables")
        let outcome = PublicationTests.publication(to: try server.target(knownHosts: "wrong_hosts")).run(
            try PublicationTests.tables(in: source))
        #expect(
            outcome.allSatisfy {
                $0.failure?.contains("host key is not the known one") == true
                    && $0.retries < PublicationTests.attempts - 1
            }, "\(outcome)")
        #expect(try server.names().isEmpty)
        try server.scratch.write("", to: "no_hosts")
        let unknown = PublicationTests.publication(to: try server.target(knownHosts: "no_hosts")).run(
            try PublicationTests.tables(in: source))
        #expect(
            unknown.allSatisfy { $0.failure?.contains("'ssh-keyscan -p \(server.port) 127.0.0.1' shows it") == true },
            "\(unknown)")
    }

    @Test func aKeyThatOthersCanReadIsToldApart() throws {
        let server = try TestServer(), source = try server.scratch.folder("tables")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: server.scratch.path + "/user")
        let outcome = PublicationTests.publication(to: try server.target()).run(try PublicationTests.tables(in: source))
        #expect(
            outcome.allSatisfy {
                $0.failure?.contains("chmod 600") == true && $0.retries < PublicationTests.attempts - 1
            }, "\(outcome)")
    }

    @Test func aRefusedKeyIsNamedAndNotTriedAgain() throws {
        let server = try TestServer(), source = try server.scratch.folder("tables")
        let outcome = PublicationTests.publication(to: try server.target(key: "stranger")).run(
            try PublicationTests.tables(in: source))
        #expect(
            outcome.allSatisfy {
                $0.failure?.contains("does not accept our key") == true && $0.retries < PublicationTests.attempts - 1
            }, "\(outcome)")
        #expect(
            outcome.allSatisfy { $0.failure?.contains(NSUserName() + "@") == false }, "the account's name is left out")
        #expect(try server.names().isEmpty)
    }

    /// The second connection takes the lock, the fourth stages the first month's tables, and the one after it puts them
    /// under their names.
    @Test(arguments: [1...1, 3...3, 4...4, 5...5, 3...6])
    func aCutConnectionIsTriedAgain(connections: ClosedRange<Int>) throws {
        let server = try TestServer(), source = try server.scratch.folder("tables")
        _ = try PublicationTests.tables(in: source)
        try (Data(repeating: UInt8(ascii: "x"), count: 2_000_000) + Data("\r\n".utf8)).write(
            to: URL(filePath: source + "/2024-01_meetings.csv"))
        let sets = try PublicationSet.all(in: source, calfold: "0")
        let outcome = PublicationTests.publication(
            to: try server.breakingTarget(connections: connections, after: connections.lowerBound == 4 ? 40 : 4),
            attempts: 6
        ).run(sets)
        #expect(outcome.allSatisfy { $0.failure == nil }, "\(outcome)")
        #expect(outcome.map(\.retries).reduce(0, +) >= connections.count)
        #expect(try server.names() == PublicationTests.whole)
        try PublicationTests.expectEqual(server.remote, source, PublicationTests.whole)
    }

    /// While every transfer breaks, what stood there stands: no name holds half a file.
    @Test func nothingHalfStandsUnderAFinalName() throws {
        let server = try TestServer(), source = try server.scratch.folder("tables"),
            old = try server.scratch.folder("old")
        _ = PublicationTests.publication(to: try server.target()).run(try PublicationTests.tables(in: old))
        let long = String(repeating: "5;6\r\n", count: 400_000)
        let sets = try PublicationTests.tables(in: source, change: long)
        let outcome = PublicationTests.publication(
            to: try server.breakingTarget(connections: 2...99, after: 40), attempts: 2
        ).run(sets)
        #expect(outcome[0].failure == nil && outcome[1].failure?.contains("connection") == true, "\(outcome)")
        try PublicationTests.expectEqual(server.remote, old, PublicationTests.whole)
        let again = PublicationTests.publication(to: try server.target()).run(sets)
        #expect(again.allSatisfy { $0.failure == nil })
        try PublicationTests.expectEqual(server.remote, source, PublicationTests.whole)
        #expect(try server.names() == PublicationTests.whole, "what the broken transfers left is gone")
    }

    @Test func aFolderThatNobodyMayWrite() throws {
        let server = try TestServer(subsystem: "internal-sftp -R"), source = try server.scratch.folder("tables")
        let outcome = PublicationTests.publication(to: try server.target()).run(try PublicationTests.tables(in: source))
        #expect(
            outcome.allSatisfy {
                $0.failure?.contains("would not let us write") == true && $0.retries < PublicationTests.attempts - 1
            }, "\(outcome)")
        #expect(try server.names().isEmpty)
        let nowhere = PublicationTests.publication(to: try server.target(folder: server.remote + "/nowhere")).run(
            try PublicationTests.tables(in: source))
        #expect(
            nowhere.allSatisfy {
                $0.failure?.contains("would not let us") == true && $0.retries < PublicationTests.attempts - 1
            }, "\(nowhere)")
    }

    @Test func aFullDiskIsReportedAndLeavesNoHalfFile() throws {
        let server = try TestServer(), source = try server.scratch.folder("tables")
        guard getuid() == 0, Self.run("/usr/bin/mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", server.remote) == 0
        else {
            print("no small disk can be made here: this needs root and a mount")
            return
        }
        defer { _ = Self.run("/usr/bin/umount", "-l", server.remote) }
        let sets = try PublicationTests.tables(in: source, change: String(repeating: "7;8\r\n", count: 200_000))
        let outcome = PublicationTests.publication(to: try server.target(), attempts: 2).run(sets)
        #expect(
            outcome[0].failure == nil && outcome[1].failure?.contains("would not let us write") == true
                && outcome[1].retries == 1, "\(outcome)")
        #expect(
            try server.names().filter { !$0.hasPrefix(".") } == [
                "2024-01_manifest.json", "2024-01_meetings.csv", "2024-01_participants.csv",
            ])
    }

    private static func run(_ program: String, _ arguments: String...) -> Int32 {
        (try? ChildProcess(program: program, arguments: arguments, folder: "/").run(input: "").status) ?? -1
    }
}
