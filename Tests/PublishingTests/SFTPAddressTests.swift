import Testing

@testable import Publishing

/// Addresses as people have them: as ssh writes them, and as a URL.
@Suite struct SFTPAddressTests {
    @Test(
        arguments: [
            ("sftp://calfold@sftp.example.com/incoming", "calfold", "sftp.example.com", "/incoming", nil),
            (
                "sftp://calfold@sftp.example.com:2222/incoming/month", "calfold", "sftp.example.com", "/incoming/month",
                2222
            ),
            ("SFTP://sftp.example.com/~/below%20home", nil, "sftp.example.com", "below home", nil),
            ("sftp://calfold@[2001:db8::1]:22/in", "calfold", "2001:db8::1", "/in", 22),
            ("sftp://[2001:db8::1]/in", nil, "2001:db8::1", "/in", nil),
            ("calfold@sftp.example.com:/incoming", "calfold", "sftp.example.com", "/incoming", nil),
        ] as [(String, String?, String, String, Int?)])
    func addressesAreUnderstood(text: String, user: String?, host: String, folder: String, port: Int?) throws {
        let address = try SFTPAddress(text)
        #expect(address.user == user && address.host == host && address.folder == folder && address.port == port)
    }

    @Test(arguments: [
        "sftp://sftp.example.com", "sftp://sftp.example.com:0/in", "sftp://sftp.example.com:x/in",
        "sftp://calfold:secret@sftp.example.com/in", "calfold:secret@sftp.example.com:/in",
        "calfold:secret@sftp.example.com", "sftp:///in", "sftp://sftp.example.com/%zz",
        "sftp://sftp.example.com/%0Arm%20x", "sftp://-oProxyCommand=x@host/in",
    ])
    func othersAreRefusedWithoutASecretInTheWords(text: String) {
        #expect { try SFTPAddress(text) } throws: { error in
            (error as? PublicationError)?.reason == .unusable && !"\(error)".contains("secret")
        }
    }
}
