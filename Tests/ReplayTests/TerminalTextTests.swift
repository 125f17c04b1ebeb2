import Primitives
import Testing

@Suite struct TerminalTextTests {
    @Test(arguments: [
        ("plain; żółć 会議 “quoted”\tand\na line\r\n", "plain; żółć 会議 “quoted”\tand\na line\r\n"),
        ("\u{1B}]0;evil\u{7}", "<U+001B>]0;evil<U+0007>"),
        ("over\rwritten", "over<U+000D>written"), ("a\u{9B}2Jb\u{7F}\u{0}", "a<U+009B>2Jb<U+007F><U+0000>"),
        ("\u{202E}gnp.exe\u{2066}", "<U+202E>gnp.exe<U+2066>"),
    ])
    func whatATerminalWouldObeyIsShown(text: String, shown: String) { #expect(TerminalText.plain(text) == shown) }

    /// Broken at spaces alone; what is copied from a terminal, and what has no space, stays whole.
    @Test(arguments: [
        ("as it is", "as it is"), ("one two three four five", "one two three four\n    five"),
        ("  in  two   columns of it", "  in  two   columns\n      of it"),
        ("/a/path/that/is/longer/than/it: 5 rows", "/a/path/that/is/longer/than/it:\n    5 rows"),
        ("run 'calfold fold --store x' and 'y' then", "run\n    'calfold fold --store x'\n    and 'y' then"),
        ("    calfold replay 0400000012345", "    calfold replay 0400000012345"),
        ("it's a person's own words", "it's a person's own\n    words"),
        ("first line of two\nthe second line of them", "first line of two\nthe second line of\n    them"),
        ("'tis a quote without an end", "'tis a quote without\n    an end"),
    ])
    func linesFitATerminal(text: String, lines: String) { #expect(TerminalText.wrapped(text, width: 20) == lines) }

    /// What stands within one line stays within it.
    @Test(arguments: [
        ("plain; żółć 会議.csv", "plain; żółć 会議.csv"), ("a.csv\nb.csv: 9 taken", "a.csv<U+000A>b.csv: 9 taken"),
        ("a\r\nb\tc", "a<U+000D><U+000A>b<U+0009>c"), ("\u{1B}[2J\u{85}\u{2028}", "<U+001B>[2J<U+0085><U+2028>"),
    ])
    func aNameStaysOnItsLine(text: String, shown: String) { #expect(TerminalText.line(text) == shown) }
}
