/// CalendarLogTriggerAction: what was done to the item.
public enum TriggerAction: Hashable, Sendable {
    case create
    case update
    /// Any other action that leaves the item standing; `unknown` names one that the documentation does not list.
    case save(unknown: String?)
    case softDelete, hardDelete, moveToDeletedItems

    /// Reads an action's name, without regard to case.
    public init(_ name: String) {
        switch name.lowercased() {
        case "create": self = .create
        case "update": self = .update
        case "softdelete": self = .softDelete
        case "harddelete": self = .hardDelete
        case "movetodeleteditems": self = .moveToDeletedItems
        case "move", "copy", "itembind", "folderbind", "submit", "donewithmessagedelete", "none", "":
            self = .save(unknown: nil)
        default: self = .save(unknown: name)
        }
    }

    /// Whether the action takes the item away: by a soft or a hard delete, or to Deleted Items.
    public var isDeletion: Bool {
        switch self {
        case .softDelete, .hardDelete, .moveToDeletedItems: true
        case .create, .update, .save: false
        }
    }
}
