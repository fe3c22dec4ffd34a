/// What a runbook can be run on: the kinds of target that contracts know.
public enum TargetKind: String, Hashable, Sendable, CaseIterable {
    case machine, service, site, domain, database, mail, backup, cloud

    public var title: Words {
        switch self {
        case .machine: Words("仮想マシン", "virtual machine")
        case .service: Words("サービス", "service")
        case .site: Words("ウェブサイト", "web site")
        case .domain: Words("ドメイン", "domain")
        case .database: Words("データベース", "database")
        case .mail: Words("メール", "mail")
        case .backup: Words("バックアップ", "backup")
        case .cloud: Words("クラウド基盤", "cloud")
        }
    }
}
