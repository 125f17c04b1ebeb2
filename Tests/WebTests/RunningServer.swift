import Foundation
import TestSupport

#if canImport(Glibc)
import Glibc
#endif

/// The built program as a server, and a client that sends what bytes it likes.
final class RunningServer {
    let process = Process()
    let port: UInt16
    /// The first line on standard output.
    let address: String
    let token: String

    /// - Parameter arguments: behind `serve --listen 127.0.0.1:0`.
    init(_ arguments: [String], in folder: String, environment: [String: String] = [:]) throws {
        process.executableURL = try BuiltProgram.url()
        process.arguments = ["serve", "--listen", "127.0.0.1:0"] + arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder].merging(environment) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        var line: [UInt8] = []
        while line.last != 0x0A, let byte = try output.fileHandleForReading.read(upToCount: 1)?.first {
            line.append(byte)
        }
        address = String(decoding: line.dropLast(), as: UTF8.self)
        let halves = address.split(separator: "#", maxSplits: 1)
        token = halves.count > 1 ? String(halves[1]) : ""
        guard let found = URL(string: address)?.port.flatMap(UInt16.init(exactly:)) else {
            process.terminate()
            throw CocoaError(.coderReadCorrupt)
        }
        port = found
    }

    deinit { if process.isRunning { process.terminate() } }

    struct Answer {
        var status = 0
        /// By name in lower case; the last where one is repeated.
        var headers: [String: String] = [:]
        var body = ""

        init(_ bytes: [UInt8]) {
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else { return }
            let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
            status = lines.first.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) } ?? 0
            for line in lines.dropFirst() {
                guard let colon = line.firstIndex(of: ":") else { continue }
                headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                    in: .whitespaces)
            }
            body = String(text[end.upperBound...])
        }

        func json() throws -> Any {
            try JSONSerialization.jsonObject(with: Data(body.utf8), options: .fragmentsAllowed)
        }
    }

    /// Asks with the token.
    func get(_ target: String, _ headers: [String] = [], method: String = "GET") throws -> Answer {
        let lines = ["Host: 127.0.0.1:\(port)", "Authorization: Bearer \(token)"] + headers
        return try send("\(method) \(target) HTTP/1.1\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\n")
    }

    func send(_ text: String) throws -> Answer { Answer(try exchange(Array(text.utf8))) }

    /// Sends bytes, and gives all that comes back.
    func exchange(_ bytes: [UInt8]) throws -> [UInt8] {
        let client = try connection()
        defer { close(client) }
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { break }
            sent += count
        }
        var answer: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(client, &buffer, buffer.count)
            guard count > 0 else { return answer }
            answer += buffer[..<count]
        }
    }

    func connection() throws -> Int32 {
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            close(client)
            throw POSIXError(.ECONNREFUSED)
        }
        return client
    }

    func end() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }
}

/// A store for tests to look at, made once: the sample organisation and its mail.
enum SampleStore {
    static let root = Repository.root
    private static let made: Result<String, any Error> = Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "calfold-web-sample-\(getpid())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        atexit {
            try? FileManager.default.removeItem(
                at: FileManager.default.temporaryDirectory.appending(path: "calfold-web-sample-\(getpid())"))
        }
        for arguments in [
            [
                "ingest", "Fixtures/calendar/sample-organisation/logs", "Fixtures/mail/tracking-logs",
                "Fixtures/mail/trace-csv",
            ].map { $0 == "ingest" ? $0 : root.appending(path: $0).path }, ["fold"],
        ] {
            _ = try run(arguments + ["--store", folder + "/sample.db"], in: folder)
        }
        try Data("a key that only this test knows\n".utf8).write(to: URL(filePath: folder + "/key.txt"))
        return folder
    }

    static var folder: String { get throws { try made.get() } }
    static var path: String { get throws { try folder + "/sample.db" } }

    /// Runs a program to its end, the built one unless another is named.
    static func run(_ arguments: [String], of program: URL? = nil, in folder: String) throws -> ProgramRun {
        let process = Process()
        process.executableURL = try program ?? BuiltProgram.url()
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8"]
        let files = ["out", "err"].map { folder + "/\($0)-\(UUID().uuidString)" }
        for file in files { _ = FileManager.default.createFile(atPath: file, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: files[0]))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: files[1]))
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return ProgramRun(
            status: process.terminationStatus, output: try String(contentsOfFile: files[0], encoding: .utf8),
            errors: try String(contentsOfFile: files[1], encoding: .utf8))
    }
}
