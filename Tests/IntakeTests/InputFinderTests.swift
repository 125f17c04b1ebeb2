import Testing

@testable import Intake

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

@Suite struct InputFinderTests {
    /// A folder with the given files and links, gone when the test ends.
    final class Folder {
        let path: String

        init(files: [String], links: [String: String] = [:]) throws {
            var template = Array("/tmp/calfold-intake-XXXXXX".utf8CString)
            path = try #require(mkdtemp(&template).map { String(cString: $0) })
            for file in files {
                var folder = path
                for part in file.split(separator: "/").dropLast() {
                    folder += "/" + part
                    mkdir(folder, 0o700)
                }
                close(open(path + "/" + file, O_CREAT | O_WRONLY, 0o600))
            }
            for (link, target) in links { symlink(target, path + "/" + link) }
        }

        deinit {
            for file in everything(in: path).reversed() { remove(file) }
            remove(path)
        }

        private func everything(in folder: String) -> [String] {
            guard let handle = opendir(folder) else { return [] }
            defer { closedir(handle) }
            var found: [String] = []
            while let entry = readdir(handle) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
                }
                guard name != ".", name != ".." else { continue }
                let path = folder + "/" + name
                found.append(path)
                var status = stat()
                if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { found += everything(in: path) }
            }
            return found
        }
    }

    @Test func foldersGiveTheirFilesInOrder() throws {
        let folder = try Folder(files: [
            "b.csv", "a/z.csv", "a/b/c.csv", "B.csv", ".hidden", ".git/x", "~$a.csv", "a.csv.tmp", "c.csv~", "é.csv",
        ])
        let found = try InputFinder().files(at: [folder.path])
        #expect(
            found.map { $0.dropFirst(folder.path.count + 1) } == ["B.csv", "a/b/c.csv", "a/z.csv", "b.csv", "é.csv"])
        #expect(try InputFinder().files(at: [folder.path + "/", folder.path + "/b.csv"]).count == 5)
    }

    @Test func aFileGivenByNameIsTakenWhateverItIsCalled() throws {
        let folder = try Folder(files: [".hidden", "b.csv"], links: ["link.csv": "b.csv"])
        let paths = [
            folder.path + "/link.csv", folder.path + "/.hidden", folder.path + "/b.csv", folder.path + "/b.csv",
        ]
        #expect(try InputFinder().files(at: paths) == Array(paths.dropLast()))
    }

    @Test func linksInsideAFolderAreNotFollowed() throws {
        let folder = try Folder(
            files: ["a.csv"], links: ["up": "..", "self": ".", "etc": "/etc", "a2.csv": "a.csv", "gone": "nowhere"])
        #expect(try InputFinder().files(at: [folder.path]) == [folder.path + "/a.csv"])
    }

    @Test func whatIsMissingIsNamed() throws {
        let folder = try Folder(files: ["a.csv"])
        for path in [folder.path + "/none.csv", folder.path + "/a.csv/b"] {
            let error = #expect(throws: IntakeError.self) { try InputFinder().files(at: [folder.path, path]) }
            #expect(error?.code == .missing)
            #expect(error?.path == path)
        }
        #expect(throws: IntakeError.self) { _ = try CalendarFileReader(path: folder.path + "/none.csv") }
        let error = #expect(throws: IntakeError.self) { _ = try CalendarFileReader(path: folder.path) }
        #expect(error?.code == .notAFile)
        #expect(try InputFinder().files(at: ["/dev/null"].filter { _ in false }).isEmpty)
        #expect(throws: IntakeError.self) { try InputFinder().files(at: ["/dev/null"]) }
    }
}
