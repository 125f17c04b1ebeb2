import Testing

@testable import Intake

/// What Set-Content writes where Windows speaks another language than English.
@Suite struct EncodingTests {
    /// A word in each of Windows' code pages, as the bytes that Windows has for it.
    @Test(
        arguments: [
            ("windows-874", [0xCA, 0xC7, 0xD1, 0xCA, 0xB4, 0xD5], "สวัสดี"),
            ("windows-1250", [0x8C, 0x9C, 0xB9, 0xF8], "Śśąř"),
            ("windows-1251", [0xCF, 0xF0, 0xE8, 0xE2, 0xB3, 0xF2], "Привіт"),
            ("windows-1252", [0x80, 0xFC, 0x9C], "€üœ"),
            ("windows-1253", [0xC5, 0xEB, 0xEB, 0xDC, 0xE4, 0xE1], "Ελλάδα"),
            ("windows-1254", [0xDE, 0xFD, 0xF0], "Şığ"), ("windows-1255", [0xF9, 0xEC, 0xE5, 0xED], "שלום"),
            ("windows-1256", [0xD3, 0xE1, 0xC7, 0xE3], "سلام"), ("windows-1257", [0xDE, 0xE0, 0xF0], "Žąš"),
            ("windows-1258", [0xC2, 0xD0, 0xFE], "ÂĐ₫"), ("cp1251", [0xDF], "Я"), ("Latin-1", [0xE9], "é"),
        ] as [(String, [UInt8], String)])
    func codePages(_ name: String, _ bytes: [UInt8], _ word: String) throws {
        let encoding = try #require(TextEncoding(name: name))
        let header = "MessageId,Received,SenderAddress,RecipientAddress,Status,Subject\r\n"
        let row = Array((header + "<a@b>,2024-03-04T08:00:00,a@x,b@x,Delivered,").utf8) + bytes + [0x0D, 0x0A]
        let file = try ReadMailFile(row, options: CalendarReaderOptions(encoding: encoding))
        #expect(file.rows.first?[.subject] == word, "\(file.reasons)")
    }

    /// A byte that a page does not define is never guessed at.
    @Test(arguments: [("windows-1253", 0xD2), ("windows-1257", 0xA1), ("windows-874", 0xDB)] as [(String, UInt8)])
    func aByteThatAPageLacksIsFoundOut(_ name: String, _ byte: UInt8) throws {
        let encoding = try #require(TextEncoding(name: name))
        let header = "MessageId,Received,SenderAddress,RecipientAddress,Status,Subject\r\n"
        let row = Array((header + "<a@b>,2024-03-04T08:00:00,a@x,b@x,Delivered,").utf8) + [byte, 0x0D, 0x0A]
        let file = try ReadMailFile(row, options: CalendarReaderOptions(encoding: encoding))
        #expect(file.reasons == ["2:invalid-encoding"])
    }

    @Test(arguments: ["windows-932", "shift_jis", "windows", "cp", "windows-12501", "latin-2", ""])
    func whatIsNotReadIsNoName(_ name: String) { #expect(TextEncoding(name: name) == nil) }
}
