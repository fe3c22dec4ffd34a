import CallTree
import ServiceHours

/// `1 ring`, `10 rings`: counted in English. Japanese has one form for all numbers.
func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// `12、13、14 ほか7件`: numbers in their order, no more than a person reads.
func numbered(_ incidents: [IncidentID], _ language: Language) -> String {
    let shown = incidents.prefix(8).map(\.description).joined(separator: language.says("、", ", "))
    let left = incidents.count - 8
    return left > 0 ? shown + language.says(" ほか\(left)件", " and \(left) more") : shown
}

/// `インシデント 12、13`, `incident 12`, `incidents 12, 13`.
func numberedIncidents(_ incidents: [IncidentID], _ language: Language) -> String {
    let numbers = numbered(incidents, language)
    return language.says("インシデント \(numbers)", "incident\(incidents.count == 1 ? "" : "s") \(numbers)")
}
