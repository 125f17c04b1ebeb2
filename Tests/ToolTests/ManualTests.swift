import Foundation
import TestSupport
import Testing

/// What becomes of a manual page that the parser's generator wrote.
@Suite struct ManualTests {
    /// An index of pages knows names of one word; what is typed has two.
    @Test func aCommandsPageIsFoundByItsName() throws {
        let mended = try mended(
            """
            .Dt CALFOLD.INGEST 1
            .Sh NAME
            .Nm "calfold ingest"
            .Nd "Take in files."
            .Sh SYNOPSIS
            .Nm
            .Op Fl -store Ar file

            """)
        #expect(mended.contains(".Sh NAME\n.Nm calfold-ingest\n.Nd "))
        #expect(mended.contains(".Sh SYNOPSIS\n.Nm \"calfold ingest\"\n.Op "))
    }

    /// Nobody has to open nineteen pages to see what there is.
    @Test func theProgramsPageTellsWhatEachCommandIsFor() throws {
        let abstracts = "fold\t\"Bring meetings up to date.\"\nhelp\tShow help.\nstream.tables\tFold sorted lines.\n"
        func page(_ name: String) throws -> String {
            try mended(".Dt \(name) 1\n.Sh NAME\n.Nm calfold\n.Sh \"EXIT STATUS\"\n.Ex -std\n", abstracts)
        }
        #expect(
            try page("CALFOLD").contains(
                ".Sh COMMANDS\n.Bl -tag -width 4n\n.It Xr calfold-fold 1\nBring meetings up to date.\n.It Xr calfold-stream-tables 1\nFold sorted lines.\n.El\n"
            ))
        #expect(try !page("CALFOLD.FOLD").contains(".Sh COMMANDS"))
    }

    private func mended(_ page: String, _ abstracts: String = "") throws -> String {
        let scratch = try Scratch(), path = try scratch.write(page, to: "page.1")
        let list = try scratch.write(abstracts, to: "abstracts")
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/awk")
        process.arguments = [
            "-v", "abstracts=\(list)", "-f", Repository.root.appending(path: "Packaging/mend-manual.awk").path, path,
        ]
        process.standardOutput = pipe
        try process.run()
        let mended = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return mended
    }

    @Test func aPageTellsEnvironmentFilesAndStatuses() throws {
        let mended = try mended(
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

            """)
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
