import Testing

@testable import Replay

@Suite struct StoryHTMLTests {
    @Test(arguments: [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a \"b\" & 'c'", "a &quot;b&quot; &amp; &#39;c&#39;"),
        ("żółć 会議\n", "żółć 会議\n"), ("a\u{0}b\u{202E}c", "a\u{FFFD}b\u{FFFD}c"),
    ])
    func textStaysText(text: String, escaped: String) { #expect(HTMLText.escaped(text) == escaped) }
}
