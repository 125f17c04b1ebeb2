import Foundation
import TestSupport
import Testing

@testable import Publishing

#if canImport(Glibc)
import Glibc
#endif

/// Publishing to a folder and to a real OpenSSH server on loopback.
@Suite struct PublicationTests {
    /// Two months of tables; `change` alters one of them.
    static func tables(in folder: String, change: String = "") throws -> [PublicationSet] {
        for (name, text) in [
            "2024-01_meetings.csv": "a;b\r\n1;2\r\n", "2024-01_participants.csv": "a\r\n\"x\r\ny\"\r\nz\r\n",
            "2024-02_meetings.csv": "a;b\r\n" + change,
        ] {
            try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
        }
        return try PublicationSet.all(in: folder, calfold: "0")
    }

    /// Enough that what is final is told from what is tried again, even where a crowded machine lets a connection wait
    /// too long.
    static let attempts = 5

    static func publication(to target: any PublicationTarget, attempts: Int = attempts) -> Publication {
        Publication(to: target, attempts: attempts) { _ in }
    }

    static let whole = [
        "2024-01_manifest.json", "2024-01_meetings.csv", "2024-01_participants.csv", "2024-02_manifest.json",
        "2024-02_meetings.csv",
    ]

    /// Everything under its final name is byte for byte what the folder holds.
    static func expectEqual(_ remote: String, _ folder: String, _ names: [String]) throws {
        for name in names {
            #expect(
                try Data(contentsOf: URL(filePath: remote + "/" + name))
                    == Data(contentsOf: URL(filePath: folder + "/" + name)), "\(name)")
        }
    }

    @Test func manifestsSayWhatTheFilesHold() throws {
        let scratch = try Scratch()
        let sets = try Self.tables(in: scratch.path)
        #expect(sets.map(\.manifest.month) == ["2024-01", "2024-02"])
        #expect(sets[0].manifest.files.map(\.rows) == [1, 2])
        #expect(
            try PublicationSet.all(in: scratch.path, calfold: "other version").map(\.manifestData)
                == sets.map(\.manifestData))
    }

    @Test func aFolderIsATarget() throws {
        let scratch = try Scratch()
        let source = try scratch.folder("tables"), remote = try scratch.folder("remote")
        let publication = Self.publication(to: FolderTarget(remote))
        let first = publication.run(try Self.tables(in: source))
        #expect(first.map(\.sent.count) == [2, 1] && first.allSatisfy { $0.failure == nil })
        try Self.expectEqual(remote, source, Self.whole)
        #expect(publication.run(try Self.tables(in: source)).allSatisfy { $0.sent.isEmpty && $0.failure == nil })
        #expect(
            publication.run(try Self.tables(in: source, change: "3;4\r\n")).map(\.sent) == [
                [], ["2024-02_meetings.csv"],
            ])
        try Self.expectEqual(remote, source, Self.whole)
        #expect(try FileManager.default.contentsOfDirectory(atPath: remote).sorted() == Self.whole)
        #expect(
            Self.publication(to: FolderTarget(scratch.path + "/nowhere")).run(try Self.tables(in: source)).allSatisfy {
                $0.failure != nil
            })
    }

    /// Files that somebody took away from the target come back; a table that no manifest lists any more goes, and
    /// nothing else.
    @Test func theTargetIsWhatTheManifestsSay() throws {
        let scratch = try Scratch()
        let source = try scratch.folder("tables"), remote = try scratch.folder("remote"), target = FolderTarget(remote)
        let publication = Self.publication(to: target)
        _ = publication.run(try Self.tables(in: source))
        try FileManager.default.removeItem(atPath: remote + "/2024-01_meetings.csv")
        #expect(
            publication.run(try Self.tables(in: source), sending: false).map(\.sent) == [["2024-01_meetings.csv"], []])
        #expect(!FileManager.default.fileExists(atPath: remote + "/2024-01_meetings.csv"), "a look sends nothing")
        #expect(publication.run(try Self.tables(in: source)).map(\.sent) == [["2024-01_meetings.csv"], []])
        try scratch.write("of somebody else", to: "remote/2024-01_notes.csv")
        try FileManager.default.removeItem(atPath: source + "/2024-01_participants.csv")
        let sets = try PublicationSet.all(in: source, calfold: "0")
        #expect(publication.run(sets).map(\.withdrawn) == [["2024-01_participants.csv"], []])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: remote).sorted()
                == Self.whole.filter { !$0.contains("participants") }.reduce(into: ["2024-01_notes.csv"]) {
                    $0.append($1)
                }.sorted())
    }

    /// A manifest at the target may be anybody's: it takes away no more than tables of its month.
    @Test(arguments: [
        "2024-02_meetings.csv", "../2024-01_x.csv", "2024-01_manifest.json", "id_ed25519", "2024-01_a b.csv",
    ])
    func aManifestOfTheTargetTakesNothingElseAway(name: String) throws {
        let scratch = try Scratch()
        let source = try scratch.folder("tables")
        let set = try #require(try Self.tables(in: source).first)
        #expect(!set.owns(name) && set.owns("2024-01_old.csv"))
    }

    /// ssh hands its environment to what the operator's configuration names: the secret has no business there.
    @Test func theSecretStaysOutOfTheClientsEnvironment() throws {
        let scratch = try Scratch()
        let script = try scratch.write(
            "#!/bin/sh\nenv > \"\(scratch.path)/environment\"\nexit 255\n", to: "sftp", mode: 0o700)
        setenv("CALFOLD_KEY", "a secret of sixteen bytes and more", 1)
        defer { unsetenv("CALFOLD_KEY") }
        var target = SFTPTarget(try SFTPAddress("partner:drop"))
        target.program = script
        _ = Self.publication(to: target, attempts: 1).run(try Self.tables(in: scratch.folder("tables")))
        let seen = try String(contentsOfFile: scratch.path + "/environment", encoding: .utf8)
        #expect(seen.contains("LC_ALL=C") && !seen.contains("CALFOLD_KEY"))
    }

    @Test func brokenTransfersAreTriedAgainAfterGrowingPauses() throws {
        struct Broken: PublicationTarget {
            var label: String { "broken" }
            func look(at names: [String]) throws(PublicationError) -> TargetView {
                throw PublicationError(.broken, "no connection")
            }
            func stage(_ names: [String], from folder: String, mark: String) throws(PublicationError) {}
            func settle(_ names: [String], mark: String, retiring retired: [String]) throws(PublicationError) {}
            func lock(for owner: String) throws(PublicationError) -> PublicationLock.Answer { .taken }
            func unlock(_ owner: String) throws(PublicationError) {}
        }
        let scratch = try Scratch()
        final class Pauses { var after: [Int] = [] }
        let pauses = Pauses()
        let outcomes = Publication(to: Broken(), attempts: 4) { pauses.after.append($0) }.run(
            try Self.tables(in: scratch.folder("tables")))
        #expect(outcomes.map(\.failure) == ["no connection", "no connection"] && outcomes.map(\.retries) == [3, 0])
        #expect(pauses.after == [1, 2, 3])
        #expect((1...6).map(Publication.seconds) == [2, 8, 32, 120, 120, 120])
    }

    @Test(arguments: [
        "host", "host:", "-oProxyCommand=x:/y", "a b@host:/x", "-x@host:/y", "host:/a\"b", "host:/a\nrm *", "host:/a*",
        "host:/a\\", "ho st:/x", "@host:/x", "ho$t:/x",
    ])
    func addressesThatCouldBeReadAsCommandsAreRefused(text: String) {
        #expect(throws: PublicationError.self) { try SFTPAddress(text) }
    }

    @Test func addressesAreRead() throws {
        let address = try SFTPAddress("calfold@[::1]:/in coming/2024")
        #expect(address.user == "calfold" && address.host == "::1" && address.folder == "/in coming/2024")
        #expect(try SFTPAddress("partner:drop").user == nil)
    }

    @Test(arguments: ["a;b.csv", "a b.csv", ".a.csv", "-a.csv", "a\n.csv", "a/../b.csv", ""])
    func namesOfTablesArePlain(name: String) { #expect(!RemoteName.isPlain(name)) }
}
