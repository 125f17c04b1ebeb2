import Foundation

/// Where on which server: `user@host:/folder`, as OpenSSH's own programs write it, or `sftp://user@host:port/folder`.
/// The host may be a name from the operator's ssh configuration.
package struct SFTPAddress: Sendable, Equatable {
    /// Nil leaves the account to the ssh configuration.
    package var user: String?
    package var host: String
    package var folder: String
    /// Of an address that names one.
    package var port: Int?

    /// - Throws: `.unusable` for what is no address, or holds a character that a batch of commands could read as
    ///   something else.
    package init(_ text: String) throws(PublicationError) {
        func bad(_ why: String) -> PublicationError {
            PublicationError(.unusable, "the SFTP target \(why). Write it as user@host:/folder")
        }
        let (text, port) = try SFTPAddress.withoutScheme(text, bad)
        self.port = port
        guard let colon = SFTPAddress.colonAfterHost(text) else { throw bad("has no ':' after the host") }
        let place = text[..<colon], folder = String(text[text.index(after: colon)...])
        let at = place.lastIndex(of: "@")
        let user = at.map { String(place[..<$0]) }
        var host = String(at.map { place[place.index(after: $0)...] } ?? place)
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty, !host.hasPrefix("-"),
            host.unicodeScalars.allSatisfy({ SFTPAddress.isWord($0, also: ".:_-") })
        else {
            throw bad("has no host that can be used")
        }
        if let user {
            guard !user.isEmpty, !user.hasPrefix("-"),
                user.unicodeScalars.allSatisfy({ SFTPAddress.isWord($0, also: "._-@+") })
            else {
                throw bad("has no account name that can be used")
            }
        }
        // `user:password@host:/folder`: what stands behind the first colon is no folder.
        guard !folder.prefix(while: { $0 != "/" }).contains("@") else { throw bad(SFTPAddress.holdsPassword) }
        guard !folder.isEmpty else { throw bad("has no folder") }
        // Quotes, backslashes and wildcards mean something to sftp even between quotes.
        guard
            folder.unicodeScalars.allSatisfy({
                $0.value >= 0x20 && $0.value != 0x7F && !"\"'\\*?[]".unicodeScalars.contains($0)
            })
        else {
            throw bad("has a folder with a quote, a backslash, a wildcard or a control character")
        }
        self.user = user
        self.host = host
        self.folder = folder
    }

    /// `sftp://user@host:port/folder` as `user@host:/folder` and the port. A folder that begins below the account's own is
    /// written `/~/folder`, as other programs do.
    private static func withoutScheme(
        _ text: String, _ bad: (String) -> PublicationError
    ) throws(PublicationError) -> (text: String, port: Int?) {
        guard text.lowercased().hasPrefix("sftp://") else {
            guard let scheme = text.firstRange(of: "://") else { return (text, nil) }
            throw bad("is of the scheme \(text[..<scheme.lowerBound].prefix(20)), and only sftp:// is known")
        }
        let rest = text.dropFirst("sftp://".count)
        guard let slash = rest.firstIndex(of: "/") else { throw bad("has no folder") }
        var place = rest[..<slash], folder = String(rest[slash...])
        guard let decoded = folder.removingPercentEncoding else { throw bad("has a '%' that stands for no character") }
        folder = decoded.hasPrefix("/~/") ? String(decoded.dropFirst(3)) : decoded
        if let at = place.lastIndex(of: "@"), place[..<at].contains(":") {
            throw bad(SFTPAddress.holdsPassword)
        }
        var port: Int?
        let end = place.lastIndex(of: "]").map { place.index(after: $0) } ?? place.lastIndex(of: ":") ?? place.endIndex
        if end < place.endIndex, place[end] == ":" {
            guard let number = Int(place[place.index(after: end)...]), (1...65_535).contains(number) else {
                throw bad("has a port that is none")
            }
            port = number
            place = place[..<end]
        }
        return ("\(place):\(folder)", port)
    }

    private static let holdsPassword = "holds a password, which has no place in an address: keys alone are used"

    /// What ssh gets as its destination.
    var destination: String { (user.map { $0 + "@" } ?? "") + host }

    private static func colonAfterHost(_ text: String) -> String.Index? {
        guard let bracket = text.firstIndex(of: "]") else { return text.firstIndex(of: ":") }
        let after = text.index(after: bracket)
        return after < text.endIndex && text[after] == ":" ? after : text.firstIndex(of: ":")
    }

    private static func isWord(_ scalar: Unicode.Scalar, also others: String) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value))
            || others.unicodeScalars.contains(scalar)
    }
}
