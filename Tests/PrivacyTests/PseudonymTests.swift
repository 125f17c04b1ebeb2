import ExchangeFormats
import Foundation
import Testing

@testable import Privacy

@Suite struct PseudonymTests {
    @Test(arguments: [
        ("secret", "alice@example.com", "o5jUnOGYCzZCvE29EQEh48lT4erbSX1Q3qI+lhH4Puc="),
        ("secret", "Zażółć@example.com", "zX43GgOQc5CRDuxaPozz7pzqlUZYPGkf9doBogzFx3s="),
        ("klucz-ąę", "alice@example.com", "z46r9UhbpYDUInIMWp4gvqNpEJGHi8SYfhrEkkdw10E="),
    ])
    func publishedVectors(secret: String, value: String, digest: String) throws {
        let hash = try Pseudonymiser(secret: Array(secret.utf8))
        #expect(try hash.pseudonym(value) == digest)
        // From memory too.
        #expect(try hash.pseudonym(value) == digest)
    }

    @Test(arguments: ["external", "External", "INTERNAL", "error", "Error"])
    func wordsThatNameNobodyPass(word: String) throws {
        #expect(try Pseudonymiser(secret: Array("secret".utf8)).pseudonym(word) == word.lowercased())
    }

    @Test func emptyStaysEmpty() throws {
        #expect(try Pseudonymiser(secret: Array("secret".utf8)).pseudonym("") == "")
    }

    @Test func exactBytesMatchThePublishedVectors() throws {
        let hash = try Pseudonymiser(secret: Array("secret".utf8))
        #expect(try hash.exactPseudonym("") == "+eZuF5tnR65UEI+C+K3os8Jddv0wr95sOVgixTAZYWk=")
        #expect(try hash.exactPseudonym("Zażółć@example.com") == "zX43GgOQc5CRDuxaPozz7pzqlUZYPGkf9doBogzFx3s=")
        #expect(try hash.exactPseudonym("external").count == 44)
        #expect(throws: Pseudonymiser.ValueError.hashedAlready) {
            try hash.exactPseudonym("zX43GgOQc5CRDuxaPozz7pzqlUZYPGkf9doBogzFx3s=")
        }
    }

    @Test func lowerCaseKeepsWhatIsNoTurkishI() throws {
        let hash = try Pseudonymiser(secret: Array("secret".utf8))
        #expect(
            try hash.pseudonym(#require(Address("INGRID@EXAMPLE.COM")).canonical)
                == hash.pseudonym("ingrid@example.com"))
        // Composed and decomposed letters are different bytes, in whatever order they come.
        #expect(
            try hash.pseudonym("zażółć@example.com")
                != hash.pseudonym("zażółć@example.com".decomposedStringWithCanonicalMapping))
    }

    @Test(arguments: [
        "o5jUnOGYCzZCvE29EQEh48lT4erbSX1Q3qI+lhH4Puc", "o5jUnOGYCzZCvE29EQEh48lT4erbSX1Q3qI+lhH4Pu==x",
        "a.name.of.forty.four.characters@example.com=",
    ])
    func whatOnlyResemblesAPseudonymIsHashed(value: String) throws {
        #expect(!Pseudonymiser.looksHashed(value))
        #expect(try Pseudonymiser(secret: Array("secret".utf8)).pseudonym(value).count == 44)
    }

    @Test func hashingTwiceStops() throws {
        let hash = try Pseudonymiser(secret: Array("secret".utf8))
        let once = try hash.pseudonym("alice@example.com")
        #expect(throws: Pseudonymiser.ValueError.hashedAlready) { try hash.pseudonym(once) }
    }

    @Test func shortKeysAreRefusedAndLineEndsAreNotPartOfKeys() throws {
        #expect(throws: PseudonymKey.KeyError.tooShort(15)) {
            try PseudonymKey(secret: Array("123456789012345\n".utf8))
        }
        let plain = try Pseudonymiser(PseudonymKey(secret: Array("1234567890123456".utf8)))
        let edited = try Pseudonymiser(PseudonymKey(secret: Array("1234567890123456\r\n".utf8)))
        #expect(try plain.pseudonym("a@b") == edited.pseudonym("a@b"))
        let marked = try Pseudonymiser(PseudonymKey(secret: [0xEF, 0xBB, 0xBF] + Array("1234567890123456\n".utf8)))
        #expect(try plain.pseudonym("a@b") == marked.pseudonym("a@b"))
        // A byte order mark and line ends do not make a key long enough.
        #expect(throws: PseudonymKey.KeyError.tooShort(13)) {
            try PseudonymKey(secret: [0xEF, 0xBB, 0xBF] + Array("1234567890123\r\n".utf8))
        }
        // A secret that looks like Base64 is still its characters.
        let text = "MTIzNDU2Nzg5MDEyMzQ1Ng=="
        #expect(
            try Pseudonymiser(PseudonymKey(secret: Array(text.utf8))).pseudonym("a@b")
                == Pseudonymiser(secret: Array(text.utf8)).pseudonym("a@b"))
    }

    @Test func keysAreNeverPrinted() throws {
        let key = try PseudonymKey(secret: Array("a very secret secret".utf8))
        #expect(!"\(key) \(String(reflecting: key))".contains("secret"))
    }

    @Test func aKeyFileThatOthersCanReadIsWarnedOf() throws {
        let file = NSTemporaryDirectory() + "/key-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try Data("a very secret secret\n".utf8).write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        #expect(try PseudonymKey.load(file: file, environment: [:]).warning != nil)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        #expect(try PseudonymKey.load(file: file, environment: [:]).warning == nil)
        try Data([0xFF, 0xFE] + Array("a very secret secret".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
            .write(to: URL(filePath: file))
        #expect(throws: PseudonymKey.KeyError.wideCharacters(file)) {
            try PseudonymKey.load(file: file, environment: [:])
        }
        #expect(throws: PseudonymKey.KeyError.missing) { try PseudonymKey.load(file: nil, environment: [:]) }
    }
}
