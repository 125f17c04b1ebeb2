import Encodings

/// Under which names a person's pseudonym is sent: the same in all calls and all connectors that are to be joined.
package struct IDNames: Sendable, Equatable {
    struct Name: Sendable, Equatable {
        /// `"Email":"`, with what has to be escaped.
        var head: [UInt8]
        /// Whether the value is the pseudonym of the address; else that of the employee's id.
        var isAddress: Bool
    }

    package static let standard = ["Email"]
    let names: [Name]

    /// - Throws: `.unusable` for names that cannot be used, or that would hold another value than their readers expect.
    package init(_ texts: [String] = standard) throws(PartnerError) {
        for text in texts {
            guard !text.isEmpty, text.utf8.count <= 64,
                text.utf8.allSatisfy({
                    ASCII.isLetterOrDigit($0) || "_-.\\".utf8.contains($0)
                })
            else {
                throw PartnerError(
                    .unusable, "--id-name takes letters, digits, '_', '-', '.' and '\\', at most 64 of them.",
                    next: "Email is the usual name.")
            }
            guard !["username", "domain\\user"].contains(text.lowercased()) else {
                throw PartnerError(
                    .unusable,
                    "--id-name \(text) would be the pseudonym of an account's name, which the tables do not hold.",
                    next: "Use Email, or Email and EmployeeId.")
            }
        }
        guard !texts.isEmpty, Set(texts).count == texts.count else {
            throw PartnerError(.unusable, "--id-name needs names that differ.", next: "Email is the usual one.")
        }
        names = texts.map(IDNames.name)
    }

    /// The usual name alone.
    package static let email = IDNames(names: standard.map(name))

    private init(names: [Name]) { self.names = names }

    private static func name(_ text: String) -> Name {
        var head = BodyText()
        head.add(text: text.utf8)
        head.add(":\"")
        return Name(head: head.bytes, isAddress: text.lowercased() == "email")
    }
}

/// Which employee's id belongs to which address, where the two are not the same pseudonym. calfold's own tables have
/// the same: nothing is kept then.
struct PersonIDs {
    private var ids: [[UInt8]: [UInt8]] = [:]
    private var addresses: [[UInt8]: [UInt8]] = [:]

    mutating func note(id: ArraySlice<UInt8>, address: ArraySlice<UInt8>) {
        guard !id.elementsEqual(address) else { return }
        ids[Array(address)] = Array(id)
        addresses[Array(id)] = Array(address)
    }

    func id(ofAddress address: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        ids.isEmpty ? address : ids[Array(address)].map { $0[...] } ?? address
    }

    func address(ofID id: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        addresses.isEmpty ? id : addresses[Array(id)].map { $0[...] } ?? id
    }
}

extension BodyText {
    /// `{"Email":"…","EmployeeId":"…"}`. Pseudonyms and the words that stand for people need no escapes.
    mutating func add(_ names: IDNames, address: ArraySlice<UInt8>, id: ArraySlice<UInt8>) {
        add("{")
        for (place, name) in names.names.enumerated() {
            if place > 0 { add(",") }
            add(name.head)
            add(name.isAddress ? address : id)
            add("\"")
        }
        add("}")
    }
}
