import Foundation
import TestSupport
import Testing

/// Whether the calls of a program can be told here.
private enum CallTrace {
    static let isThere: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["strace", "-qq", "-e", "trace=none", "true"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}

/// What outlives a power cut, told by the calls that the system is asked for: bytes and names are brought to the disk
/// before something else promises them.
@Suite(.enabled(if: CallTrace.isThere, "strace is missing or may not trace here: nothing else tells the calls"))
struct DurabilityTests {
    /// A call that was made, with what it names.
    private struct Call {
        var name: String
        /// A file's path as the system knows it, or the two names of a rename.
        var paths: [String]
    }

    private func traced(_ scratch: NightScratch, _ arguments: [String]) throws -> (run: NightScratch.Run, calls: [Call])
    {
        let list = scratch.folder + "/calls"
        let run = try scratch.program(
            "/usr/bin/env",
            [
                "strace", "-f", "-qq", "-y", "-s", "4096", "-o", list, "-e",
                "trace=fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat", try BuiltProgram.url().path,
            ] + arguments)
        let lines = Self.whole(try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n"))
        let calls = lines.compactMap { line -> Call? in
            guard line.hasSuffix("= 0"), let open = line.firstIndex(of: "(") else { return nil }
            let name = line[..<open].split(separator: " ").last.map(String.init) ?? ""
            let rest = String(line[open...])
            let named = name.hasPrefix("f") ? rest.matches(of: /<([^>]*)>/) : rest.matches(of: /"([^"]*)"/)
            return Call(
                name: name,
                paths: named.map { "/" + $0.output.1.replacing("/./", with: "/") })
        }
        return (run, calls)
    }

    /// A call that another thread's interrupts is told in two lines; it stands where it ended.
    private static func whole(_ lines: [Substring]) -> [String] {
        var begun: [Substring: String] = [:], whole: [String] = []
        for line in lines {
            let thread = line.prefix { $0 != " " }
            if let cut = line.range(of: " <unfinished ...>") {
                begun[thread] = String(line[..<cut.lowerBound])
            } else if line.contains(" resumed>"), let end = line.range(of: " resumed>") {
                whole.append((begun.removeValue(forKey: thread) ?? "") + line[end.upperBound...])
            } else {
                whole.append(String(line))
            }
        }
        return whole
    }

    /// The first place of a call behind another.
    private func first(_ calls: [Call], after place: Int = -1, _ isIt: (Call) -> Bool) -> Int? {
        calls.indices.first { $0 > place && isIt(calls[$0]) }
    }

    private static func isSync(_ call: Call, of path: String) -> Bool {
        (call.name == "fsync" || call.name == "fdatasync") && call.paths.last?.hasSuffix(path) == true
    }

    private static func isRename(_ call: Call, to path: String) -> Bool {
        call.name.hasPrefix("rename") && call.paths.last?.hasSuffix(path) == true
    }

    @Test func aNightsTablesOutliveAPowerCut() throws {
        let scratch = try NightScratch("tables: [meetings, participants]\npublish:\n  folder: partner\n")
        _ = try scratch.scratch.folder("partner")
        try scratch.takeAll()
        #expect(try scratch.night().status == 0)
        // Again, over tables and manifests that stand there.
        try scratch.configure(
            "tables: [meetings, participants]\ninclude-cancelled: true\npublish:\n  folder: partner\n")
        let (run, calls) = try traced(scratch, ["nightly", "--config", "calfold.yaml", "--today", "2024-04-15"])
        #expect(run.status == 0 && !calls.isEmpty, "\(run.output)\(run.errors)")
        for month in ["2024-02", "2024-03", "2024-04", "2024-05"] {
            let manifest = "\(month)_manifest.json"
            let gone = try #require(
                first(calls) { $0.name.hasPrefix("unlink") && $0.paths.last?.hasSuffix("tables/" + manifest) == true },
                "\(month)")
            let goneOnDisk = try #require(first(calls, after: gone) { Self.isSync($0, of: "/tables") }, "\(month)")
            let promised = try #require(
                first(calls, after: gone) { Self.isRename($0, to: "tables/" + manifest) }, "\(month)")
            var last = goneOnDisk
            for table in ["meetings", "participants"] {
                let name = "\(month)_\(table).csv"
                let put = try #require(
                    first(calls, after: goneOnDisk) { Self.isRename($0, to: "tables/" + name) }, "\(name)")
                #expect(put < promised)
                last = max(last, put)
                let bytes = calls[..<put].lastIndex { Self.isSync($0, of: "\(month)/" + name) }
                #expect(bytes != nil, "the bytes of \(name) are not on the disk when it gets its name")
            }
            let names = try #require(first(calls, after: last) { Self.isSync($0, of: "/tables") })
            #expect(names < promised, "the names of \(month) are promised before they are on the disk")
            #expect(
                calls[gone..<promised].contains {
                    $0.name == "fsync" && $0.paths.last?.contains("." + manifest) == true
                },
                "the manifest's bytes are on the disk before its name")
            #expect(first(calls, after: promised) { Self.isSync($0, of: "/tables") } != nil)
        }
        try expectPublished(calls)
        // What a run reports is on the disk before it ends.
        for name in ["last-night.json", "last-night.txt"] {
            let put = try #require(first(calls) { Self.isRename($0, to: "tables/" + name) })
            #expect(calls[..<put].contains { $0.name == "fsync" && $0.paths.last?.contains("." + name) == true })
        }
    }

    /// A folder of this machine gets every file whole, and its manifest last.
    private func expectPublished(_ calls: [Call]) throws {
        var files = 0
        for (place, call) in calls.enumerated() where call.name.hasPrefix("rename") {
            guard let target = call.paths.last, target.contains("partner/"), let half = call.paths.first,
                half.hasSuffix(".part")
            else { continue }
            files += 1
            let name = String(half.split(separator: "/").last ?? "")
            #expect(
                calls[..<place].contains { Self.isSync($0, of: "/" + name) }, "\(target) gets its name before its bytes"
            )
            #expect(
                first(calls, after: place) { Self.isSync($0, of: "/partner") } != nil,
                "\(target)'s name is not on the disk")
        }
        #expect(files >= 12, "\(files)")
    }

    /// Of thousands of files none waits for the disk alone: a first night, a second one, an ingest.
    @Test func manyFilesWaitForTheDiskTogether() throws {
        let scratch = try NightScratch()
        let log = try String(contentsOfFile: NightScratch.logs + "/felix.berg6@example.com.csv", encoding: .utf8)
        let lines = log.split(whereSeparator: \.isNewline)
        let folder = try scratch.scratch.folder("inbox/felix.berg6@example.com")
        let count = 600
        for number in 0..<count {
            let text =
                lines[0] + "\n" + lines[1 + number % (lines.count - 1)]
                + String(repeating: "\n", count: 1 + number / 80)
            try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(number).csv"))
        }
        func syncs(_ arguments: [String]) throws -> Int {
            let (run, calls) = try traced(scratch, arguments)
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            return calls.count { $0.name == "fsync" || $0.name == "fdatasync" }
        }
        let night = ["nightly", "--config", "calfold.yaml", "--today", "2024-04-15"]
        #expect(try syncs(["ingest", "inbox", "--store", "s.db"]) < 60)
        #expect(try syncs(night) < 180)
        #expect(try syncs(night) < 60)
    }
}
