import Digest
import Encodings
import Testing

@Suite struct DigestTests {
    @Test func sha256OfPublishedMessages() {
        let digest = SHA256()
        #expect(
            Hex.lowercase(digest.digest(of: Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            Hex.lowercase(digest.digest(of: [])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        digest.add(Array("a".utf8))
        digest.add(Array("bc".utf8))
        #expect(
            Hex.lowercase(SHA256.bytes(digest.finish()))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    /// RFC 4231, test cases 1, 2 and 6.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func keyedHashes(key: [UInt8], message: String, code: String) throws {
        let hash = try #require(KeyedHash(key: key))
        for _ in 0..<2 { #expect(hash.code(of: message).map(Hex.lowercase) == code) }
    }
}
