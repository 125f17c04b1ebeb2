/// The folders of deleted items, by the names that mailboxes give them.
///
/// The folders of recoverable items have the same names everywhere; Deleted Items has that of the mailbox's language.
enum DeletedFolder {
    private static let names: Set<String> = [
        "deletions", "purges", "recoverable items", "discoveryholds", "deleted items", "deleted messages", "trash",
        "gelöschte elemente", "gelöschte objekte", "elementy usunięte", "éléments supprimés", "elementos eliminados",
        "itens excluídos", "itens eliminados", "posta eliminata", "elementi eliminati", "verwijderde items",
        "borttaget", "borttagna objekt", "slettet post", "slettede elementer", "slettede elementene", "poistetut",
        "poistetut kohteet", "odstraněná pošta", "odstranená pošta", "odstránená pošta", "odstraněné položky",
        "törölt elemek", "elemente șterse", "elemente şterse", "изтрити елементи", "διαγραμμένα",
        "διαγραμμένα στοιχεία",
        "silinmiş öğeler", "удаленные", "удалённые", "удаленные элементы", "видалені", "видалені елементи",
        "izbrisano", "izbrisani predmeti", "izbrisane stavke", "obrisane stavke", "kustutatud üksused",
        "ištrinti elementai", "dzēstie vienumi", "elements suprimits", "eyddum hlutum",
        "削除済みアイテム", "已删除邮件", "已删除的邮件", "已删除项", "刪除的郵件", "지운 편지함", "삭제된 항목", "פריטים שנמחקו",
        "العناصر المحذوفة", "รายการที่ถูกลบ", "mục đã xóa", "item terhapus", "item dihapus",
    ]

    /// - Parameter folder: a folder's name, or its path with slashes or backslashes.
    static func isOne(_ folder: String) -> Bool {
        let parts = folder.lowercased().split { $0 == "\\" || $0 == "/" }
        return parts.contains { names.contains(String($0.drop { $0 == " " })) }
    }
}
