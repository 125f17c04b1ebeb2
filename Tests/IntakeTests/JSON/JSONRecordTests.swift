import Testing

@testable import Intake

/// What a reader finds in a text: records as `title=value` lines, troubles as their code.
struct ReadJSON: Equatable {
    var records: [[String]] = []
    var problems: [String] = []
    var lines: [Int64] = []
    var raws: [String] = []
    var isCutOff = false
    var hasNextPage = false

    init(_ text: String, buffer: Int = 1 << 20, most: Int = 1 << 20) throws {
        try self.init(bytes: Array(text.utf8), buffer: buffer, most: most)
    }

    init(bytes: [UInt8], buffer: Int = 1 << 20, most: Int = 1 << 20) throws {
        var limits = ReaderLimits()
        limits.bufferBytes = buffer
        limits.recordBytes = most
        var reader = JSONRecordReader(
            try TextWindow(ByteSource(bytes: bytes, path: "x.json"), encoding: nil, limits: limits), limits: limits)
        while let item = try reader.next() {
            lines.append(reader.line)
            raws.append(String(decoding: reader.raw, as: UTF8.self))
            switch item {
            case .record:
                records.append(
                    reader.fields.map { field in
                        let value = String(decoding: reader.bytes(field.value), as: UTF8.self)
                        return "\(String(decoding: reader.bytes(field.title), as: UTF8.self))=\(value)"
                    })
            case .problem(let problem): problems.append(problem.code.rawValue)
            }
        }
        (isCutOff, hasNextPage) = (reader.isCutOff, reader.hasNextPage)
    }
}

@Suite struct JSONRecordTests {
    static let two = [["a=1", "b=x"], ["a=2", "b=y"]]

    @Test(arguments: [
        #"[{"a":1,"b":"x"},{"a":2,"b":"y"}]"#,
        "[\r\n    {\r\n        \"a\":  1,\r\n        \"b\":  \"x\"\r\n    },\r\n    {\r\n        \"a\":  2,\r\n        \"b\":  \"y\"\r\n    }\r\n]\r\n",
        "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}\n",
        #"{"value":[{"a":1,"b":"x"},{"a":2,"b":"y"}],"Count":2}"#,
        #"{"@odata.context":"here","value":[{"a":1,"b":"x"},{"a":2,"b":"y"}]}"#,
        #"{"d":{"results":[{"a":1,"b":"x"},{"a":2,"b":"y"}],"__count":"2"}}"#,
        #"{"d":[{"a":1,"b":"x"},{"a":2,"b":"y"}]}"#,
        #"[{"a":1,"b":"x"}][{"a":2,"b":"y"}]"#,
        "\u{FEFF}[{\"a\":1,\"b\":\"x\"}]\n\u{FEFF}{\"a\":2,\"b\":\"y\"}",
    ])
    func everyShapeGivesTheSameRecords(_ text: String) throws {
        for buffer in [1, 2, 3, 5, 7, 64, 1 << 20] {
            let read = try ReadJSON(text, buffer: buffer)
            #expect(read.records == JSONRecordTests.two, "buffer of \(buffer)")
            #expect(read.problems.isEmpty)
            #expect(!read.isCutOff)
        }
        let wide: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try ReadJSON(bytes: wide, buffer: 16).records == JSONRecordTests.two)
    }

    @Test(arguments: [
        (#""\u0041\n\"\\\/\ud83d\ude00ż""#, "A\n\"\\/😀ż"),
        ("true", "True"), ("false", "False"), ("null", ""), ("-1.50e3", "-1.50e3"), (#""""#, ""),
        (#"["a","b",3,null,true]"#, "a;b;3;True"), ("[]", ""), (#"["only"]"#, "only"),
        (#"[{"m":"a@b"},{"m":"c"}]"#, #"[{"m":"a@b"},{"m":"c"}]"#), (#"{"x":{"y":[1,2]}}"#, #"{"x":{"y":[1,2]}}"#),
        (#"{"value":["a","b"],"Count":2}"#, "a;b"), (#"{"value":3,"Value":"Update"}"#, "Update"),
        (#"{"Value":"Update","value":3}"#, "Update"),
        (#"{"value":"\/Date(1704447000123)\/","DisplayHint":2,"DateTime":"Friday"}"#, "/Date(1704447000123)/"),
        (#"{"value":{"a":1}}"#, #"{"value":{"a":1}}"#), ("{}", "{}"), (#"{"value":[[1]]}"#, #"{"value":[[1]]}"#),
    ])
    func valuesBecomeText(_ json: String, _ text: String) throws {
        for buffer in [1, 3, 1 << 20] {
            let read = try ReadJSON("[{\"k\": \(json), \"l\":\(json)}]", buffer: buffer)
            #expect(read.records == [["k=\(text)", "l=\(text)"]], "\(read.problems)")
        }
    }

    @Test func listsKeepTheirParts() throws {
        let limits = ReaderLimits()
        let bytes = Array(#"{"to":["a;b","c\n"],"cc":["d"],"n":1}"#.utf8)
        var reader = JSONRecordReader(
            try TextWindow(ByteSource(bytes: bytes, path: "x"), encoding: nil, limits: limits), limits: limits)
        #expect(try reader.next() == .record)
        let parts = reader.fields.map { field in
            reader.scanner.parts(of: field).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(parts == [["a;b", "c\n"], ["d"], []])
    }

    /// What is broken goes to quarantine alone; the records around it are read.
    @Test(arguments: [
        #"{"a":1,"b":x}"#, #"{"a":1 "b":2}"#, #"{"a":1,"b":"x}"#, #"{"a":1,"b":"\q"}"#, #"{"a":1,"b":"\ud800"}"#,
        #"{"a":1,"b":"\u0000"}"#, #"{"a":1,"b":01x}"#, #"{"a":1,,"b":2}"#, #"{"a":1,"b":tru}"#, #"{"a":1,"b":NaN}"#,
        #"{"a":1,"b":[1,2}"#,
        #"{"a":1,"b":{"c":1]}"#, #"{a:1,"b":2}"#, #"{"a";1}"#, #"7"#, #""text""#,
        #"{"a":1,"b":"# + String(repeating: "[", count: 70) + "}",
    ])
    func aBrokenRecordIsGivenUpAlone(_ broken: String) throws {
        for separator in [",\n    ", ","] {
            let text = "[\n    {\"a\":1,\"b\":\"x\"}\(separator)\(broken)\(separator){\"a\":2,\"b\":\"y\"}\n]\n"
            for buffer in [1, 9, 1 << 20] {
                let read = try ReadJSON(text, buffer: buffer)
                #expect(read.records == JSONRecordTests.two, "\(broken) \(read.raws)")
                #expect(read.problems == ["broken-json"], "\(read.raws)")
                #expect(read.raws.count == 3 && read.raws[1] == broken)
                #expect(read.lines == (separator == "," ? [2, 2, 2] : [2, 3, 4]))
            }
        }
        let lines = try ReadJSON("{\"a\":1,\"b\":\"x\"}\n\(broken)\n{\"a\":2,\"b\":\"y\"}\n", buffer: 16)
        #expect(lines.records == JSONRecordTests.two)
        #expect(lines.lines == [1, 2, 3])
    }

    @Test func aMissingBraceCostsOneRecord() throws {
        let read = try ReadJSON("[{\"a\":1,\"b\":\"x\",\n{\"a\":2,\"b\":\"y\"}]")
        #expect(read.records == [["a=2", "b=y"]])
        #expect(read.raws.first == "{\"a\":1,\"b\":\"x\"")
    }

    @Test func aFileThatWasCutOffSaysSo() throws {
        let whole = #"{"value":[{"a":1,"b":"x"},{"a":2,"b":"y"}]}"#
        for length in 12..<whole.utf8.count {
            let read = try ReadJSON(String(whole.prefix(length)), buffer: 8)
            #expect(read.isCutOff, "cut at \(length)")
            #expect(read.records.count + read.problems.count <= 2)
            #expect(read.records.count == (length < 25 ? 0 : length < 41 ? 1 : 2), "cut at \(length)")
        }
        #expect(try ReadJSON(#"{"value":[{"a":1}],"@odata.nextLink":"there"}"#).hasNextPage)
    }

    @Test func whatIsTooLongIsNeverHeldWhole() throws {
        let long = "{\"a\":0,\"b\":\"" + String(repeating: "z", count: 300_000) + "\"}"
        let read = try ReadJSON("[{\"a\":1,\"b\":\"x\"},\n\(long),\n{\"a\":2,\"b\":\"y\"}]", buffer: 512, most: 4_096)
        #expect(read.records == JSONRecordTests.two)
        #expect(read.problems == ["too-long"])
        #expect(read.lines == [1, 2, 3])
        #expect(read.raws[1].utf8.count <= ReaderLimits.excerptBytes)
    }

    /// Every text in a random record comes out as it went in, whatever is escaped and wherever the buffer ends.
    @Test func randomRecordsAreReadBack() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let letters = ["a", "\"", "\\", "{", "}", "[", "]", ",", ":", "\n", "é", "😀", "/", "\u{1}"]
        for round in 0..<200 {
            var expected: [[String]] = []
            let objects = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                var titles: [String] = []
                let members = (0..<Int.random(in: 0...5, using: &generator)).map { index in
                    let value = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                        letters.randomElement(using: &generator) ?? ""
                    }.joined()
                    titles.append("k\(index)=\(value)")
                    return "\"k\(index)\" : \(JSONRecordTests.quoted(value, &generator))"
                }
                expected.append(titles)
                return "{" + members.joined(separator: Bool.random(using: &generator) ? "," : " ,\r\n ") + "}"
            }
            let text = "[" + objects.joined(separator: ",\n") + "]"
            let read = try ReadJSON(text, buffer: Int.random(in: 1...100, using: &generator))
            #expect(read.records == expected && read.problems.isEmpty, "seed \(seed), round \(round): \(text)")
        }
    }

    private static func quoted(_ text: String, _ generator: inout SeededGenerator) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            if scalar.value < 0x20 || "\"\\".unicodeScalars.contains(scalar)
                || Int.random(in: 0..<4, using: &generator) == 0
            {
                return String(scalar).utf16.map { unit in "\\u" + String(Int(unit) + 0x10000, radix: 16).dropFirst() }
                    .joined()
            }
            return String(scalar)
        }
        return "\"" + scalars.joined() + "\""
    }

    /// Bytes of any kind are read to their end without a trap, and nothing of them vanishes.
    @Test func hostileBytesEnd() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "{", "}", "[", "]", "\"", ",", ":", "\\", "u", "d800", "1", "-", "e", "t", "true", "null", "\"a\"", "\n",
            " ", "é", "\"value\"", "{\"a\":1}",
        ]
        for round in 0..<2_000 {
            let text = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined()
            guard !text.isEmpty else { continue }
            let small = try ReadJSON(text, buffer: Int.random(in: 1...20, using: &generator))
            let large = try ReadJSON(text)
            #expect(small == large, "seed \(seed), round \(round): \(text)")
        }
    }
}
