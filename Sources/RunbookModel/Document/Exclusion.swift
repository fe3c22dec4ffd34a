/// A kind of work that the service does not take in (R13), by its number in the terms. The answer names the clause.
public struct Exclusion: Hashable, Sendable {
    /// 1 to 20.
    public let number: Int
    public let title: Words

    /// How the terms cite it.
    public var clause: String { "[10](\(number))" }

    /// Nil for a number that the terms do not have.
    public init?(_ number: Int) {
        guard (1...20).contains(number) else { return nil }
        self.number = number
        title = Self.titles[number] ?? Words("規約に定める対象外の作業", "work that the terms exclude")
    }

    /// Those that the terms' summary words; the others are cited by their number alone.
    private static let titles: [Int: Words] = [
        1: Words("他社のソフトウェア・ハードウェア", "other software and hardware"),
        2: Words("対象を特定できない依頼", "requests whose subject cannot be told"),
        3: Words("サポートの終了した製品", "products past support"), 4: Words("ネットワーク経路", "network paths"),
        6: Words("お客様が追加したもの", "customer add-ons"), 7: Words("サポート外の使い方", "unsupported use"),
        8: Words("第三者による変更", "changes by others"), 9: Words("社内システム", "in-house systems"),
        10: Words("ソースコードの追跡", "code tracing"), 11: Words("現地作業", "on-site work"),
        13: Words("ゲスト利用者のデータ", "guest user data"), 14: Words("パケット解析・性能分析", "packet and performance analysis"),
        15: Words("設計作業", "design work"), 16: Words("設定変更", "configuration changes"),
        17: Words("基盤の更改", "infrastructure upgrades"),
        19: Words("ネットワーク・ハードウェア・OS・ミドルウェアの障害", "faults of network, hardware, operating system or middleware"),
    ]
}
