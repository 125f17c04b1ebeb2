import Foundation
import GRDB
import Testing

@testable import EventStore

/// What disks, and people with a shell, do to the file of a store.
@Suite struct DiskTests {
    // MARK: A disk that is full, or broken

    @Test func aFullDiskLosesNothingThatWasTaken() throws {
        guard let disk = SmallDisk() else { return }
        var taken = 0
        var failure: StoreError?
        do {
            let log = try EventLog(path: disk.store, access: .readWrite)
            for seed in 0..<200 { taken += try DiskTests.append(to: log, seed: UInt64(seed)) }
        } catch {
            failure = error as? StoreError
        }
        #expect(failure == .full(path: disk.store))
        #expect(taken > 0)
        #expect(disk.remount("size=32m"))
        let log = try EventLog(path: disk.store, access: .readWrite)
        #expect(try log.counts().events == taken)
        #expect(try DiskTests.append(to: log, seed: 999) == 200)
        #expect(log.verify().isSound)
    }

    /// No room for the first page: nothing was made, and the next try makes the store.
    @Test func aDiskThatIsFullFromTheStartIsSaidToBeFull() throws {
        guard let disk = SmallDisk() else { return }
        let filler = disk.folder + "/filler"
        _ = run("dd", "if=/dev/zero", "of=\(filler)", "bs=4096", "count=9999")
        #expect(throws: StoreError.full(path: disk.store)) { try EventLog(path: disk.store, access: .readWrite) }
        try FileManager.default.removeItem(atPath: filler)
        #expect(try DiskTests.append(to: EventLog(path: disk.store, access: .readWrite), seed: 1) == 200)
    }

    /// A limit on the size of files makes the system refuse a write for another reason than room. It leaves the thread
    /// sanitizer the file of 512 KiB that it begins with.
    @Test func aDiskThatRefusesAWriteIsNotCalledFull() throws {
        let store = try StoreFixture()
        let end = try WriterProcess(store.path, seed: 7, batches: 40, fileLimit: 1_100).wait()
        #expect(end.status == 1 && end.says.contains("disk I/O error") && !end.says.contains("room"), "\(end)")
        #expect(try WriterProcess(store.path, seed: 7, batches: 40).wait().status == 0)
        let result = try store.open(.readOnly).verify()
        #expect(result.isSound, "\(result.faults)")
    }

    @Test(arguments: [ResultCode.SQLITE_IOERR, .SQLITE_IOERR_READ, .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_SHMSIZE])
    func anErrorOfTheDiskIsNotAFullDisk(code: ResultCode) throws {
        let store = try StoreFixture()
        do {
            try StoreFile(path: store.path).translating { throw DatabaseError(resultCode: code) }
            Issue.record("no error")
        } catch .failed(_, let detail) {
            #expect(detail.contains("disk I/O error") && detail.contains("\(code.rawValue)"))
        }
    }

    // MARK: A file that nobody may write

    @Test func aStoreOnAReadOnlyDiskIsReadAndNotWritten() throws {
        guard let disk = SmallDisk() else { return }
        _ = try DiskTests.append(to: EventLog(path: disk.store, access: .readWrite), seed: 1)
        #expect(disk.remount("ro"))
        let log = try EventLog(path: disk.store, access: .readOnly)
        #expect(try log.counts().events == 200)
        #expect(log.verify().isSound)
        #expect(throws: StoreError.readOnly(path: disk.store)) {
            _ = try DiskTests.append(to: EventLog(path: disk.store, access: .readWrite), seed: 2)
        }
    }

    /// What the write-ahead log holds is never passed over in silence.
    @Test func aWriteAheadLogOnAReadOnlyDiskIsNotForgotten() throws {
        guard let disk = SmallDisk() else { return }
        let store = try StoreFixture()
        let log = try store.open()
        _ = try DiskTests.append(to: log, seed: 1)
        for end in ["", "-wal"] { try FileManager.default.copyItem(atPath: store.path + end, toPath: disk.store + end) }
        #expect(disk.remount("ro"))
        do {
            _ = try EventLog(path: disk.store, access: .readOnly)
            Issue.record("the store was opened without its write-ahead log")
        } catch {
            #expect("\(error)".contains("write-ahead log"))
        }
        withExtendedLifetime(log) {}
    }

    @Test func aFileWithoutPermissionIsSaidToBeReadOnly() throws {
        guard geteuid() != 0 else { return }
        let store = try StoreFixture()
        try store.append(TestRow.random(count: 10, seed: 1))
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: store.path)
        #expect(throws: StoreError.readOnly(path: store.path)) { try store.append(TestRow.random(count: 10, seed: 2)) }
        #expect(try store.open(.readOnly).counts().events == 10)
    }

    // MARK: A file that is not the one that was opened

    @Test(arguments: [
        "rm store.db", "mv store.db elsewhere.db", "cp other.db new.db && mv new.db store.db",
        "rm -r ../$(basename $PWD)",
    ])
    func aStoreThatIsTakenAwayFromItsWriterIsMissed(command: String) throws {
        let other = try StoreFixture()
        try other.append(TestRow.random(count: 30, seed: 9))
        let store = try StoreFixture()
        try other.copy(to: store.folder.appending(path: "other.db").path)
        let log = try store.open()
        let appender = Appender(log)
        var source = Appender.Source(name: "a.csv", kind: "test", context: "")
        _ = try appender.append(
            TestRow.batch(TestRow.random(count: 30, seed: 1)), from: &source, now: 1, endsSource: false)
        #expect(run("sh", "-c", "cd '\(store.folder.path)' && \(command)") == 0)
        #expect(throws: StoreError.replaced(path: store.path)) {
            try appender.append(
                TestRow.batch(TestRow.random(count: 30, seed: 2)), from: &source, now: 1, endsSource: true)
        }
        #expect(throws: StoreError.replaced(path: store.path)) { try log.derive { _ in } }
        if command.contains("other.db") {
            let result = try store.open(.readOnly).verify()
            #expect(result.isSound && result.events == 30 && result.batches == 1)
        }
    }

    /// Taken away while a batch is on its way.
    @Test func aStoreThatIsTakenAwayBeforeTheCommitIsMissed() throws {
        let store = try StoreFixture()
        let log = try store.open()
        #expect(throws: StoreError.replaced(path: store.path)) {
            try log.derive { db in
                try db.execute(sql: "CREATE TABLE notes(a)")
                try FileManager.default.moveItem(atPath: store.path, toPath: store.path + ".away")
            }
        }
        try FileManager.default.moveItem(atPath: store.path + ".away", toPath: store.path)
        #expect(try store.sqlite3("SELECT count(*) FROM sqlite_master WHERE name = 'notes'").output == "0\n")
    }

    /// The file is the same to the system, and what it holds is another log.
    @Test func aLogThatWasCopiedOverTheStoreIsMissed() throws {
        let store = try StoreFixture()
        let appender = Appender(try store.open())
        var source = Appender.Source(name: "a.csv", kind: "test", context: "")
        _ = try appender.append(
            TestRow.batch(TestRow.random(count: 30, seed: 1)), from: &source, now: 1, endsSource: false)
        let other = try StoreFixture()
        try other.append(TestRow.random(count: 30, seed: 9), batchSize: 10)
        #expect(try store.sqlite3(".restore '\(other.path)'").status == 0)
        #expect(throws: StoreError.replaced(path: store.path)) {
            try appender.append(
                TestRow.batch(TestRow.random(count: 30, seed: 2)), from: &source, now: 1, endsSource: true)
        }
        let result = try store.open(.readOnly).verify()
        #expect(result.isSound && result.batches == 3)
    }

    @Test func aPathThatNobodyCanMakeIsSaidToBe() throws {
        let store = try StoreFixture()
        let path = store.folder.path + "/gone/store.db"
        #expect(throws: StoreError.missing(path: path)) { try EventLog(path: path, access: .readOnly) }
        #expect(throws: StoreError.failed(path: path, detail: "there is no folder \(store.folder.path)/gone")) {
            try EventLog(path: path, access: .readWrite)
        }
        for access in [EventLog.Access.readOnly, .readWrite] {
            #expect(throws: StoreError.notAStore(path: store.folder.path)) {
                try EventLog(path: store.folder.path, access: access)
            }
        }
    }

    private static func append(to log: EventLog, seed: UInt64) throws -> Int {
        var source = Appender.Source(name: "a", kind: "test", context: "")
        return try Appender(log).append(
            TestRow.batch(TestRow.random(count: 200, seed: seed)), from: &source, now: 1, endsSource: true
        ).taken
    }
}

/// A file system of two megabytes of its own. Only root can have one; without it there is nothing to test.
private final class SmallDisk {
    let folder = FileManager.default.temporaryDirectory.appending(path: "calfold-disk-\(UUID().uuidString)").path
    var store: String { folder + "/store.db" }

    init?() {
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard geteuid() == 0, run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder) == 0 else { return nil }
    }

    deinit {
        _ = run("umount", "-l", folder)
        try? FileManager.default.removeItem(atPath: folder)
    }

    func remount(_ option: String) -> Bool { run("mount", "-o", "remount,\(option)", folder) == 0 }
}

@discardableResult
private func run(_ arguments: String...) -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return -1 }
    process.waitUntilExit()
    return process.terminationStatus
}
