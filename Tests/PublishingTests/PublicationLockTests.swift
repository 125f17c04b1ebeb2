import Foundation
import TestSupport
import Testing

@testable import Publishing

#if canImport(Glibc)
import Glibc
#endif

/// Two publishers into one place do not hurt one another.
@Suite struct PublicationLockTests {
    private static func set(_ text: String, in folder: String) throws -> [PublicationSet] {
        for name in ["meetings", "participants", "emails"] {
            try Data("a;b\r\n\(name);\(text)\r\n".utf8).write(to: URL(filePath: folder + "/2024-01_\(name).csv"))
        }
        return try PublicationSet.all(in: folder, calfold: "0")
    }

    /// The manifest that stands lists the tables that stand.
    private static func expectTrue(_ folder: String) throws {
        let manifest = try Manifest(decoding: Data(contentsOf: URL(filePath: folder + "/2024-01_manifest.json")))
        for file in manifest.files {
            #expect(
                try FileDigest(of: folder + "/" + file.name) == FileDigest(bytes: file.bytes, sha256: file.sha256),
                "\(file.name)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(".") }.isEmpty)
    }

    @Test func twoAtOnceLeaveATrueManifest() async throws {
        let scratch = try Scratch(), remote = try scratch.folder("remote")
        let folders = try (0..<2).map { try scratch.folder("tables\($0)") }
        await withTaskGroup(of: Void.self) { group in
            for (number, folder) in folders.enumerated() {
                group.addTask {
                    for round in 0..<15 {
                        guard let sets = try? Self.set("\(number) \(round)", in: folder) else {
                            Issue.record("no tables")
                            return
                        }
                        let outcomes = Publication(to: FolderTarget(remote), attempts: 500) { _ in usleep(2_000) }.run(
                            sets)
                        #expect(outcomes.allSatisfy { $0.failure == nil }, "\(outcomes)")
                    }
                }
            }
        }
        try Self.expectTrue(remote)
    }

    private static func held(_ remote: String, _ owner: String, secondsAgo: Double) throws {
        let lock = remote + "/" + PublicationLock.name
        try FileManager.default.createDirectory(
            atPath: lock + (owner.isEmpty ? "" : "/" + owner), withIntermediateDirectories: true)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -secondsAgo)], ofItemAtPath: lock)
    }

    /// Owners that live, or may live, on another machine.
    @Test(arguments: [("0000abcd-77-elsewhere", 60.0), ("0000abcd-1-", 60), ("whoever", 7_000), ("", 10)])
    func whoIsAtWorkIsWaitedFor(owner: String, seconds: Double) throws {
        let scratch = try Scratch(), remote = try scratch.folder("remote"), source = try scratch.folder("tables")
        try Self.held(remote, owner, secondsAgo: seconds)
        let outcomes = Publication(to: FolderTarget(remote), attempts: 3) { _ in }.run(try Self.set("1", in: source))
        #expect(
            outcomes[0].failure?.contains("another publisher is at work there") == true && outcomes[0].retries == 2,
            "\(outcomes)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: remote) == [PublicationLock.name])
    }

    /// A lock of a process that is no more, one that is too old, and one without an owner, are nobody's.
    @Test(arguments: ["dead", "old", "ownerless", "of this process, from an earlier run"])
    func whatWasLeftBehindIsTakenAway(kind: String) throws {
        let scratch = try Scratch(), remote = try scratch.folder("remote"), source = try scratch.folder("tables")
        let own = PublicationLock()
        own.end()
        let machine = own.owner.split(separator: "-", maxSplits: 2)[2]
        switch kind {
        case "dead": try Self.held(remote, "0000abcd-\(Int32.max - 5)-\(machine)", secondsAgo: 1)
        case "old": try Self.held(remote, "0000abcd-77-elsewhere", secondsAgo: 8_000)
        case "ownerless": try Self.held(remote, "", secondsAgo: 400)
        default: try Self.held(remote, own.owner, secondsAgo: 1)
        }
        let outcomes = Publication(to: FolderTarget(remote), attempts: 3) { _ in }.run(try Self.set("1", in: source))
        #expect(outcomes[0].failure == nil && outcomes[0].sent.count == 3, "\(kind): \(outcomes)")
        try Self.expectTrue(remote)
    }

    /// With nothing to send nobody is waited for.
    @Test func aLookTakesNoLock() throws {
        let scratch = try Scratch(), remote = try scratch.folder("remote"), source = try scratch.folder("tables")
        let sets = try Self.set("1", in: source)
        #expect(Publication(to: FolderTarget(remote), attempts: 1) { _ in }.run(sets)[0].failure == nil)
        try Self.held(remote, "0000abcd-77-elsewhere", secondsAgo: 1)
        let publication = Publication(to: FolderTarget(remote), attempts: 1) { _ in }
        #expect(publication.run(sets)[0].failure == nil)
        #expect(publication.run(try Self.set("2", in: source), sending: false)[0].sent.count == 3)
    }

    @Test(.enabled(if: TestServer.isInstalled)) func aServerHasTheSameLock() throws {
        let server = try TestServer(), source = try server.scratch.folder("tables")
        try Self.held(server.remote, "0000abcd-77-elsewhere", secondsAgo: 600)
        let busy = Publication(to: try server.target(), attempts: 2) { _ in }.run(try Self.set("1", in: source))
        #expect(busy[0].failure?.contains("process 77 on elsewhere") == true, "\(busy)")
        try Self.held(server.remote, "0000abcd-77-elsewhere", secondsAgo: 9_000)
        let outcomes = Publication(to: try server.target(), attempts: 5) { _ in }.run(try Self.set("1", in: source))
        #expect(outcomes[0].failure == nil, "\(outcomes)")
        try Self.expectTrue(server.remote)
    }

    @Test func aListingOfTheClientIsRead() throws {
        let listing = """
            drwxr-x---    ? 0        0            4096 Nov 29 10:59 .calfold-publish.lock/.
            drwxr-x---    ? 0        0            4096 Nov 29 10:59 .calfold-publish.lock/..
            drwxr-x---    ? 0        0            4096 Nov 29 10:58 .calfold-publish.lock/0000abcd-77-elsewhere
            """
        let now = Date(timeIntervalSince1970: 1_795_950_060)
        guard case .held("0000abcd-77-elsewhere", let seconds) = SFTPTarget.holder(in: listing, now: now) else {
            Issue.record("not read")
            return
        }
        #expect(seconds == now.timeIntervalSince1970 - 1_795_949_940)
    }
}
