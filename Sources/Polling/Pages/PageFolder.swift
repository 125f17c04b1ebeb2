import Digest
import Encodings
import Foundation

/// Where pages lie in the inbox: as they were received, each under a name of its own.
package struct PageFolder: Sendable {
    package let path: String

    /// The name that a page has while it is written; polls with other states may write beside it.
    private let draft: String

    /// - Parameter state: the path of the poll's state: no two polls have one at a time.
    package init(inbox: String, state: String) {
        path = (inbox.hasSuffix("/") ? String(inbox.dropLast()) : inbox) + "/message-trace"
        let place = URL(filePath: state).standardizedFileURL.resolvingSymlinksInPath().path
        draft = ".page-\(Hex.lowercase(SHA256().digest(of: Array(place.utf8)).prefix(4))).part"
    }

    /// Puts a page there, safe from a power cut.
    ///
    /// - Parameter run: when the run began, in seconds since 1970.
    func keep(_ body: [UInt8], run: Int64, number: Int) throws(PollError) {
        try DurableFile.makeFolder(path)
        let digest = Hex.lowercase(SHA256().digest(of: body).prefix(4))
        let digits = String(number)
        let counted = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        try DurableFile.write(
            body, folder: path, name: "page-\(run)-\(counted)-\(digest).json", temporary: draft)
    }

    /// Pages that have lain there for some days, by their paths.
    ///
    /// - Parameter now: seconds since 1970.
    package func pages(olderThanDays days: Int, now: Int64) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasPrefix("page-") && $0.hasSuffix(".json") }.sorted().map { path + "/" + $0 }.filter {
            page in
            var facts = stat()
            return lstat(page, &facts) == 0 && (facts.st_mode & S_IFMT) == S_IFREG
                && Int64(facts.st_mtim.tv_sec) <= now - Int64(days) * 86_400
        }
    }
}
