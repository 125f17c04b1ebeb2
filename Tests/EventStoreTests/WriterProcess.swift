import Foundation

/// A process of its own that takes the rows of a seed into a store.
final class WriterProcess {
    private let process = Process()
    private let output = Pipe()
    private let errors = Pipe()
    private var reports = Data()

    /// - Parameters:
    ///   - most: after how many batches the process stops and waits, for a kill.
    ///   - limit: how large a file the process may write, in blocks of 512 bytes.
    init(_ path: String, seed: UInt64, batches: Int, atMost most: Int? = nil, fileLimit limit: Int? = nil) throws {
        guard let child = WriterProcess.executable() else {
            throw CocoaError(
                .fileNoSuchFile,
                userInfo: [
                    "missing": "EventStoreCrashChild stands beside the tests: 'swift build --build-tests' makes it"
                ])
        }
        let arguments = [path, "\(seed)", "\(batches)"] + (most.map { ["\($0)"] } ?? [])
        if let limit {
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", "trap '' XFSZ; ulimit -f \(limit); exec \"$0\" \"$@\"", child.path] + arguments
        } else {
            process.executableURL = child
            process.arguments = arguments
        }
        process.standardOutput = output
        process.standardError = errors
        try process.run()
    }

    var isRunning: Bool { process.isRunning }

    /// By which the system knows the process, for threads beside this one.
    var number: Int32 { process.processIdentifier }

    func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

    /// Waits until the process has reported a batch, or has ended.
    func wait(forBatch batch: Int) {
        while reports.count(where: { $0 == UInt8(ascii: "\n") }) < batch {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { return }
            reports += more
        }
    }

    /// - Returns: how many batches the process had reported when it ended, and what it said of its failure.
    func wait() -> (reported: Int, status: Int32, says: String) {
        let lines = String(decoding: reports + output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let says = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        // A last line without its end was cut off by a kill.
        let reported =
            lines.split(separator: "\n", omittingEmptySubsequences: false).dropLast().last.flatMap { Int($0) } ?? 0
        return (reported, process.terminationStatus, says)
    }

    /// It is built into the folder of the test bundle.
    private static func executable() -> URL? {
        var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
            folder = bundle.bundleURL.deletingLastPathComponent()
        }
        return [folder, Bundle.main.bundleURL].map { $0.appending(path: "EventStoreCrashChild") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
