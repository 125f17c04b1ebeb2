/// The words that stand in dates beside their numbers.
enum DateWords {
    /// What a word is.
    enum Word: Equatable {
        case morning, afternoon
        /// Nothing that the reading depends on: Bulgarian writes `16.01.2024 г. 15:00:00 ч.`, for instance.
        case filler
    }

    /// - Parameter text: words, in any case and with any dots and spaces between them.
    static func word(_ text: Bytes) -> Word? {
        let text = String(decoding: text, as: UTF8.self).lowercased()
        if let word = table[condensed(text)] { return word }
        // Two words of their own: `г. 3:00:00 pm` ends its date where its time begins.
        var found: Word?
        for part in text.split(separator: " ") {
            guard let word = table[condensed(part)] else { return nil }
            if word == .filler {
                found = found ?? .filler
            } else if found == nil || found == .filler {
                found = word
            } else {
                return nil
            }
        }
        return found
    }

    /// Whether text holds nothing that the reading of a date depends on.
    static func isFiller(_ text: Bytes) -> Bool {
        text.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
            || word(text) == .filler
    }

    private static func condensed(_ text: some StringProtocol) -> String {
        String(text.filter { !$0.isWhitespace && $0 != "." && $0 != "," && $0 != "\"" && $0 != "״" })
    }

    private static let table: [String: Word] = {
        var table: [String: Word] = [:]
        for (word, texts) in [(Word.morning, morning), (.afternoon, afternoon), (.filler, fillers)] {
            for text in texts.split(separator: " ") { table[condensed(text.replacing("_", with: ""))] = word }
        }
        return table
    }()

    // As Windows (NLS) and CLDR have them, without dots; `_` joins the words of one. A single letter that means morning
    // in one language and afternoon in another is left out.
    private static let morning = """
        am el πμ 午前 上午 凌晨 清晨 早上 오전 dop dopoldne dopoludnia dopoledne de délelőtt sa pg ap aamupäivä fm förmiddag formiddag vm vorm vormittags fh rn yb \
        öö дп проб преди_обяд преди_обед претпл претпладне пре_подне pre_podne prepodne prije_podne prijepodne paradite e_paradites pd priešpiet pr_p priekšp \
        priekšpusdiena priekšpusdienā manhã da_manhã ص صباحا صباحًا قظ قبلازظهر पूर्वाह्न मपू முற்பகல் காலை לפנהצ կա үө
        """

    private static let afternoon = """
        pm pl μμ 午後 下午 中午 晚上 오후 odp odpoledne odpoludnia popoludní pop popoldne du délután ch ptg ip iltapäivä em eftermiddag ettermiddag nm nachm nachmittags \
        eh in yh ös пп слоб след_обяд следобед попл попладне по_подне po_podne popodne poslije_podne poslijepodne pasdite e_pasdites md popiet pēcp pēcpusd \
        pēcpusdiena pēcpusdienā tarde da_tarde م مساء مساءً بظ بعدازظهر अपराह्न मनं मउ பிற்பகல் மாலை אחהצ կհ үх
        """

    private static let fillers = """
        г год года ч час ж r kl klo uhr gada at um mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday
        """
}

/// Text of a date in which everything that has a form in ASCII has that form.
enum DateText {
    /// Spaces of any kind become plain ones, digits of any script `0` to `9`, and the signs that East Asian dates are
    /// written with their Western counterparts; marks of direction go.
    static func plain(_ field: Bytes) -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(field.count)
        for scalar in String(decoding: field, as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x00A0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: plain.append(0x20)
            case 0x061C, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: continue
            case 0x5E74, 0x6708, 0xB144, 0xC6D4: plain.append(UInt8(ascii: "-"))
            case 0x6642, 0x65F6, 0x5206, 0xC2DC, 0xBD84: plain.append(UInt8(ascii: ":"))
            case 0x65E5, 0x79D2, 0xC77C, 0xCD08: plain.append(0x20)
            case 0xFF01...0xFF5E: plain.append(UInt8(truncatingIfNeeded: scalar.value - 0xFEE0))
            case 0x060C: plain.append(UInt8(ascii: ","))
            default:
                if scalar.value >= 0x80, scalar.properties.numericType == .decimal,
                    let value = scalar.properties.numericValue
                {
                    plain.append(UInt8(ascii: "0") + UInt8(value))
                } else {
                    plain.append(contentsOf: Array(String(scalar).utf8))
                }
            }
        }
        return plain
    }
}
