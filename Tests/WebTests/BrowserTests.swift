import Foundation
import TestSupport
import Testing

/// The pages in a real browser: what Scripts/web/walk.py finds wrong with them. Skipped where there is none.
@Suite struct BrowserTests {
    private static let tools = Repository.root.appending(path: ".build/web-tools")
    private static var areThere: Bool {
        FileManager.default.fileExists(atPath: tools.appending(path: "made-of").path)
            && FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")
    }

    /// Where it has to be there, tests that were skipped would hide that it is not.
    @Test func aBrowserIsThereWhereItIsRequired() {
        let isRequired = ProcessInfo.processInfo.environment["CALFOLD_BROWSER"] == "required"
        if !Self.areThere { print("The pages are not tried in a browser: Scripts/web/prepare says why.") }
        #expect(Self.areThere || !isRequired, "Scripts/web/prepare says what is missing")
    }

    @Test(.enabled(if: areThere)) func everyPageHoldsInABrowser() throws {
        let folder = try SampleStore.folder
        let directory = Repository.root.appending(path: "Fixtures/partner/directory.csv").path
        // A store of its own, with findings of an audit.
        try? FileManager.default.removeItem(atPath: folder + "/walked.db")
        try FileManager.default.copyItem(atPath: folder + "/sample.db", toPath: folder + "/walked.db")
        let audit = try SampleStore.run(
            [
                "audit", "--plain", "--keep", "--fail-on", "never", "--store", "walked.db", "--accepted-domain",
                "example.com",
            ],
            in: folder)
        #expect(audit.status == 0, "\(audit.errors)")
        let server = try RunningServer(
            [
                "--store", "walked.db", "--access-log", "browser.log", "--directory", directory, "--accepted-domain",
                "example.com",
            ], in: folder)
        let run = try python([
            Repository.root.appending(path: "Scripts/web/walk.py").path, "http://127.0.0.1:\(server.port)",
            server.token, folder + "/walked.db", try BuiltProgram.url().path, folder + "/pictures",
        ])
        #expect(run.status == 0, "\(run.output)\n\(run.errors)")
    }

    @Test(.enabled(if: areThere)) func theDescriptionIsValid() throws {
        let folder = try SampleStore.folder
        let server = try RunningServer(["--store", "sample.db", "--access-log", "description.log"], in: folder)
        let document = folder + "/openapi-\(UUID().uuidString).json"
        try Data(server.get("/api/v1/openapi.json").body.utf8).write(to: URL(filePath: document))
        let run = try python(["-m", "openapi_spec_validator", document])
        #expect(run.status == 0, "\(run.output)\n\(run.errors)")
    }

    /// Questions that a program makes up of the description; the seed is the same in each run.
    @Test(.enabled(if: areThere)) func madeUpQuestionsAreAnsweredAsDescribed() throws {
        let folder = try SampleStore.folder
        let server = try RunningServer(["--store", "sample.db", "--access-log", "made-up.log"], in: folder)
        let run = try python([
            "-m", "schemathesis.cli", "run", "http://127.0.0.1:\(server.port)/api/v1/openapi.json", "--url",
            "http://127.0.0.1:\(server.port)", "-H", "Authorization: Bearer \(server.token)", "--max-examples", "15",
            "--seed", "21", "--checks",
            "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
        ])
        #expect(run.status == 0, "\(run.output.suffix(4_000))\n\(run.errors.suffix(1_000))")
    }

    private func python(_ arguments: [String]) throws -> ProgramRun {
        try SampleStore.run(arguments, of: Self.tools.appending(path: "bin/python"), in: SampleStore.folder)
    }
}
