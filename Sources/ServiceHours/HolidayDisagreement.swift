/// A day on which a loaded table and the Act as built in say different things. The table has won.
///
/// It means that the law was changed after this version was built, or that the table has a mistake; a person looks.
public enum HolidayDisagreement: Hashable, Sendable {
    /// The table has a holiday that the Act does not have.
    case onlyInTable(CivilDate, name: String)
    /// The Act has a holiday that the table does not have.
    case onlyInAct(CivilDate, name: String)
    case namesDiffer(CivilDate, table: String, act: String)

    public var date: CivilDate {
        switch self {
        case .onlyInTable(let date, _), .onlyInAct(let date, _), .namesDiffer(let date, _, _): date
        }
    }

    /// Compares the days of one year, both sides in order of date.
    static func between(act: [HolidayAct.Day], table: ArraySlice<HolidayTable.Day>) -> [HolidayDisagreement] {
        let onlyInTable = table.filter { day in !act.contains { $0.date == day.date } }
        let others = act.compactMap { day -> HolidayDisagreement? in
            guard let other = table.first(where: { $0.date == day.date }) else {
                return .onlyInAct(day.date, name: day.name)
            }
            return isSameName(day.name, other.name)
                ? nil : .namesDiffer(day.date, table: other.name, act: day.name)
        }
        return (onlyInTable.map { .onlyInTable($0.date, name: $0.name) } + others).sorted { $0.date < $1.date }
    }

    /// The Cabinet Office shortens the names of special laws (結婚の儀), adds to others (体育の日（スポーツの日）) and calls
    /// some just 休日: another spelling is not another holiday.
    private static func isSameName(_ act: String, _ table: String) -> Bool {
        act.contains(table) || table.contains(act) || table.hasPrefix(HolidayAct.unnamed)
    }
}

extension HolidayDisagreement: CustomStringConvertible {
    public var description: String {
        switch self {
        case .onlyInTable(let date, let name):
            "\(date) \(name): a holiday in the table, none by the Act; the table is followed"
        case .onlyInAct(let date, let name):
            "\(date) \(name): a holiday by the Act, none in the table; the table is followed"
        case .namesDiffer(let date, let table, let act):
            "\(date): \(table) in the table, \(act) by the Act; the table is followed"
        }
    }
}
