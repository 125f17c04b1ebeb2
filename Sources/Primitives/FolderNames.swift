import Foundation

/// What the files of a folder are called, with nothing left out: a name may be any bytes.
package enum FolderNames {
    package struct Name: Sendable, Equatable {
        package var bytes: [UInt8]

        /// The name as text; nil where its bytes are no UTF-8, so that no text names the file.
        package var text: String? { String(validating: bytes, as: UTF8.self) }

        /// The name for people: a byte that is part of no character is written as `\xE9`.
        package var shown: String {
            if let text { return text }
            var rest = bytes[...], shown = ""
            while let byte = rest.first {
                let whole = (1...min(4, rest.count)).lazy.compactMap {
                    String(validating: rest.prefix($0), as: UTF8.self)
                }
                .first
                shown +=
                    whole ?? "\\x" + String(byte >> 4, radix: 16, uppercase: true)
                    + String(byte & 0xF, radix: 16, uppercase: true)
                rest = rest.dropFirst(whole?.utf8.count ?? 1)
            }
            return shown
        }
    }

    /// Why a folder cannot be read: the system's number.
    package struct ReadError: Error {
        package var number: Int32
        package var words: String { String(cString: strerror(number)) }
    }

    /// The names in a folder in the order of their bytes, without `.` and `..`.
    package static func of(_ folder: String) throws(ReadError) -> [Name] {
        guard let handle = opendir(folder) else { throw ReadError(number: errno) }
        defer { closedir(handle) }
        var names: [Name] = []
        while true {
            // The end and a failure look alike but for this.
            errno = 0
            guard let entry = readdir(handle) else { break }
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if bytes != Array(".".utf8), bytes != Array("..".utf8) { names.append(Name(bytes: bytes)) }
        }
        guard errno == 0 else { throw ReadError(number: errno) }
        return names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }
}
