import Reconstruct

/// What a stream without anything to tell answered.
struct AuditRecord {
    var tally = AuditTally()
    var series: [String] = []

    /// - Returns: nil where the answer may be another one by now.
    init?(_ bytes: [UInt8], unless changes: [String: AuditCache.Change]) throws(RecordError) {
        var record = RecordDecoder(bytes)
        let mailboxes = try record.each { reader throws(RecordError) in
            AuditReach.OfMailbox(mailbox: try reader.text(), lasts: try reader.flag())
        }
        for asked in mailboxes {
            switch changes[asked.mailbox] {
            case nil: break
            case .grown where asked.lasts: break
            case .grown, .other: return nil
            }
        }
        let rules = try record.each { reader throws(RecordError) in
            guard let rule = AuditRule(rawValue: try reader.integer()) else { throw RecordError(offset: reader.offset) }
            var count = AuditTally.OfRule()
            count.detected = try reader.integer()
            count.notDetected = try reader.integer()
            let gaps = try reader.each { reader throws(RecordError) in
                guard let gap = AuditTally.Gap(rawValue: try reader.integer()) else {
                    throw RecordError(offset: reader.offset)
                }
                return (gap, try reader.integer())
            }
            for (gap, number) in gaps { count.gaps[gap, default: 0] += number }
            return (rule, count)
        }
        for (rule, count) in rules { tally.add(count, of: rule) }
        let counts = try record.each { reader throws(RecordError) in
            var count = AuditTally.OfMailbox()
            let mailbox = try reader.text()
            count.evaluated = try reader.integer()
            count.notEvaluated = try reader.integer()
            return (mailbox, count)
        }
        for (mailbox, count) in counts { tally.add(count, of: mailbox) }
        series = try record.each { reader throws(RecordError) in try reader.text() }
        guard record.isAtEnd else { throw RecordError(offset: record.offset) }
    }

    /// The form of what a stream answered.
    static func bytes(_ found: StreamFindings) -> [UInt8] {
        var record = RecordEncoder()
        record.write(each: found.reach.mailboxes) {
            $0.write($1.mailbox)
            $0.write($1.lasts)
        }
        let rules = AuditRule.allCases.filter { found.tally.rules[$0] != .init() }
        record.write(each: rules) { record, rule in
            let count = found.tally.rules[rule]
            record.write(rule.rawValue)
            record.write(count.detected)
            record.write(count.notDetected)
            record.write(each: count.gaps.sorted { $0.key.rawValue < $1.key.rawValue }) {
                $0.write($1.key.rawValue)
                $0.write($1.value)
            }
        }
        record.write(each: found.tally.mailboxes.all.sorted { $0.key < $1.key }) {
            $0.write($1.key)
            $0.write($1.value.evaluated)
            $0.write($1.value.notEvaluated)
        }
        record.write(each: found.series) { $0.write($1) }
        return record.bytes
    }
}
