import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A server of these tests' own, a Python program of this folder, for as long as it is held.
package final class StubServer: Sendable {
    /// `http://127.0.0.1:PORT`.
    package let address: String
    nonisolated(unsafe) private let process = Process()

    /// - Parameters:
    ///   - script: from the folder Tests.
    ///   - settings: as JSON has them.
    package init(_ script: String, _ settings: [String: Any]) throws {
        let text = String(decoding: try JSONSerialization.data(withJSONObject: settings), as: UTF8.self)
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", "-B", Repository.root.appending(path: "Tests/" + script).path, "--settings", text,
        ]
        // A file and no pipe, whose ends other children would hold open.
        let output = FileManager.default.temporaryDirectory.appending(path: "calfold-test-server-\(UUID().uuidString)")
        try Data().write(to: output)
        defer { try? FileManager.default.removeItem(at: output) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        var said = ""
        for _ in 0..<6_000 where !said.hasSuffix("\n") {
            Thread.sleep(forTimeInterval: 0.01)
            said = try String(contentsOf: output, encoding: .utf8)
        }
        address = said.trimmingCharacters(in: .newlines)
        // The test server did not start: is there python3?
        guard address.hasPrefix("http") else { throw CocoaError(.fileReadUnknown) }
    }

    deinit {
        // A child has the signals blocked that the thread had which began it: this one cannot be.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
