public import CallTree
public import RunbookModel
public import ServiceHours

extension RunBoard {
    /// What the runs that incidents have started found and did so far, for a telephone: by the incidents' numbers. Of two
    /// runs of one incident the later one is told.
    public var findings: [Int: Words] {
        var findings: [Int: Words] = [:]
        for id in runs.keys.sorted() {
            guard let run = runs[id], case .alert(let incident) = run.order.asker else { continue }
            findings[incident] = run.finding
        }
        return findings
    }
}

extension [Int: Words] {
    /// The finding about the incident that is told first, or else about the first of the others that has one.
    public func told(of incidents: [IncidentID], first: IncidentID?, _ language: Language) -> String {
        let numbers = ([first].compactMap(\.self) + incidents).map(\.number)
        return numbers.compactMap { self[$0] }.first?.said(language) ?? ""
    }
}

extension Run {
    /// What was found, in the runbook's own sentence, and what was done about it.
    var finding: Words {
        guard let rule else {
            return isEnded ? course : Words("自動で確認しています。", "Checks are under way.")
        }
        let found = rule.sentence.shown(limit: 80)
        return Words("自動で確認した結果、\(found)\(course.japanese)", "Our checks found: \(found) \(course.english)")
    }

    private var course: Words {
        if isUnproven { return Words("処置を行いましたが、復旧していません。", "We acted, and it has not recovered.") }
        return switch phase {
        case .ended(.reported), .ended(.planned): Words("処置は行っていません。", "Nothing was done.")
        case .ended(.refused): Words("処置は見合わせました。", "The agreed action was held back.")
        case .ended(.recovered): Words("処置を行い、復旧を確認しました。", "We acted, and it has recovered.")
        case .ended(.notRecovered): Words("処置を行いましたが、復旧していません。", "We acted, and it has not recovered.")
        case .ended(.handedOver): Words("当社の担当者が引き継いでいます。", "Our operator has taken over.")
        case .ended(.cancelled): Words("確認は取り消されました。", "The checks were cancelled.")
        case .acting, .rereading: Words("処置を行っています。", "An action is under way.")
        case .awaitingApproval: Words("処置の承認を待っています。", "An action waits for agreement.")
        case .checking, .judging, .waiting, .guarding, .refusing, .reading, .sending, .cleared:
            hasActed
                ? Words("処置を行い、復旧を確認しています。", "We acted, and look whether it has recovered.")
                : Words("確認を続けています。", "The checks go on.")
        }
    }
}
