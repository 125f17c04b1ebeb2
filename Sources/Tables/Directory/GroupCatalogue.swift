import Privacy

/// The teams, departments and other groups of the people in the tables, by the names that the directory has for them.
///
/// A name is one group, wherever it stands: a department of the same name as a team is that team.
package struct GroupCatalogue {
    package struct Group {
        package var name: String
        package var category: String
        package var parent: String?
    }

    private static let team = "Team", department = "Department", division = "Division", other = "Group"

    /// How far up in the organisation a category stands; parents stand higher than their children, so no group is its
    /// own ancestor.
    private static func rank(_ category: String) -> Int { [team: 0, department: 2, division: 3][category] ?? 1 }

    private var categories: [String: String] = [:]
    /// For a team its members' departments, for a department their divisions; nil where they differ.
    private var parents: [String: String?] = [:]

    package init() {}

    package mutating func add(_ person: Directory.Recipient) {
        let team = person.team, department = person.department
        if !team.isEmpty { add(team, GroupCatalogue.team) }
        if !department.isEmpty { add(department, GroupCatalogue.department) }
        for group in person.groups { add(group.name, group.category ?? GroupCatalogue.other) }
        let division = person.groups.first { $0.category == GroupCatalogue.division }?.name ?? ""
        if !team.isEmpty, !department.isEmpty { add(parent: department, of: team) }
        if !department.isEmpty, !division.isEmpty { add(parent: division, of: department) }
    }

    /// Of several categories of one name the one that is furthest down stands, and among equals the first of the
    /// alphabet.
    private mutating func add(_ name: String, _ category: String) {
        guard let known = categories[name] else { return categories[name] = category }
        let order = (GroupCatalogue.rank(known), known), other = (GroupCatalogue.rank(category), category)
        if other < order { categories[name] = category }
    }

    private mutating func add(parent: String, of child: String) {
        guard let known = parents[child] else { return parents[child] = .some(parent) }
        if known != parent { parents[child] = .some(nil) }
    }

    func contains(_ name: String) -> Bool { categories[name] != nil }

    /// In order of category and name.
    package var groups: [Group] {
        categories.map { name, category in
            let parent = (parents[name] ?? nil).flatMap { parent in
                GroupCatalogue.rank(categories[parent] ?? "") > GroupCatalogue.rank(category) ? parent : nil
            }
            return Group(name: name, category: category, parent: parent)
        }
        .sorted { ($0.category, $0.name) < ($1.category, $1.name) }
    }

    /// The groups of a person beside their team: the department, the divisions and whatever else the directory lists.
    package static func groups(of person: Directory.Recipient) -> [String] {
        var names: [String] = []
        for name in [person.department] + person.groups.map(\.name)
        where !name.isEmpty && name != person.team && !names.contains(name) { names.append(name) }
        return names
    }
}
