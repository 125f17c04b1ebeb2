/// Some entries of a stream, in its order: where they stand, as copies of many would fill the memory.
struct EntryGroup: RandomAccessCollection {
    private let all: [Entry]
    private var places: [Int]

    /// - Parameters:
    ///   - all: the whole stream.
    ///   - places: where the entries of the group stand in it, in order.
    init(of all: [Entry], at places: [Int] = []) {
        self.all = all
        self.places = places
    }

    /// Adds the entry at a place behind those of the group.
    mutating func add(_ place: Int) { places.append(place) }

    /// Those of the entries that have a property.
    func those(_ hasProperty: (Entry) -> Bool) -> EntryGroup {
        EntryGroup(of: all, at: places.filter { hasProperty(all[$0]) })
    }

    /// The entries by a key, each group in their order.
    func grouped<Key: Hashable>(by key: (Entry) -> Key?) -> [Key: EntryGroup] {
        var groups: [Key: [Int]] = [:]
        for place in places { if let key = key(all[place]) { groups[key, default: []].append(place) } }
        return groups.mapValues { EntryGroup(of: all, at: $0) }
    }

    /// Visits the entries where they stand, as one that is copied costs more than most of what is asked of it.
    func forEach(_ body: (Entry) throws -> Void) rethrows { for place in places { try body(all[place]) } }

    func contains(where hasProperty: (Entry) throws -> Bool) rethrows -> Bool {
        try places.contains { try hasProperty(all[$0]) }
    }

    var startIndex: Int { 0 }
    var endIndex: Int { places.count }
    subscript(index: Int) -> Entry { all[places[index]] }
}
