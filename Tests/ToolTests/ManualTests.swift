import Foundation
import TestSupport
import Testing

/// What becomes of a manual page that the parser's generator wrote.
@Suite struct ManualTests {
    @Test func aPageTellsEnvironmentFilesAndStatuses() throws {
        let scratch = try Scratch()
        let page = try scratch.write(
            """
            .Dd November 29, 2026
            .Dt CALFOLD 1
            .Os
            .Sh NAME
            .Nm calfold
            .Nd history
            .Sh DESCRIPTION
            What it does.
            .Pp
            Exit status: 0 done; 1 done, but rows were quarantined; 77 refused.
            .Sh "EXIT STATUS"
            .Ex -std
            .Sh "SEE ALSO"
            .Xr calfold.ingest 1

            """, to: "calfold.1")
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/awk")
        process.arguments = ["-f", Repository.root.appending(path: "Packaging/mend-manual.awk").path, page]
        process.standardOutput = pipe
        try process.run()
        let mended = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let sections = mended.split(separator: "\n").filter { $0.hasPrefix(".Sh") }.map { $0.filter { $0 != "\"" } }
        #expect(
            sections == [
                ".Sh NAME", ".Sh DESCRIPTION", ".Sh ENVIRONMENT", ".Sh FILES", ".Sh EXIT STATUS", ".Sh SEE ALSO",
            ])
        for words in [".It Ev CALFOLD_STORE", ".It Pa calfold.db", ".It 77\nrefused", ".Xr calfold-ingest 1"] {
            #expect(mended.contains(words), "\(words)")
        }
    }
}
