/// How the words of the trade are read in Japanese.
enum TechnicalReading {
    /// Nil for a word that is spelled.
    static func kana(_ word: String) -> String? { words[word] }

    /// Letter by letter.
    static func letters(_ word: String) -> String {
        word.lowercased().map { letters[$0] ?? String($0) }.joined()
    }

    /// A digit, or a sign between two parts of a name.
    static func sign(_ character: Character) -> String {
        signs[character] ?? String(character)
    }

    private static let signs: [Character: String] = [
        "0": "ゼロ", "1": "イチ", "2": "ニ", "3": "サン", "4": "ヨン", "5": "ゴ", "6": "ロク", "7": "ナナ", "8": "ハチ",
        "9": "キュウ", ".": "ドット", "-": "ハイフン", "_": "アンダーバー", ":": "コロン", "/": "スラッシュ", "@": "アット",
    ]

    private static let letters: [Character: String] = [
        "a": "エー", "b": "ビー", "c": "シー", "d": "ディー", "e": "イー", "f": "エフ", "g": "ジー", "h": "エイチ",
        "i": "アイ", "j": "ジェー", "k": "ケー", "l": "エル", "m": "エム", "n": "エヌ", "o": "オー", "p": "ピー",
        "q": "キュー", "r": "アール", "s": "エス", "t": "ティー", "u": "ユー", "v": "ブイ", "w": "ダブリュー",
        "x": "エックス", "y": "ワイ", "z": "ゼット",
    ]

    private static let words: [String: String] = [
        "abnormal": "異常", "access": "アクセス", "agent": "エージェント", "alert": "アラート", "apache": "アパッチ",
        "api": "エーピーアイ", "app": "アプリ", "auth": "認証", "aws": "エーダブリューエス", "azure": "アジュール",
        "backup": "バックアップ", "batch": "バッチ", "cache": "キャッシュ", "cert": "証明書", "certificate": "証明書",
        "client": "クライアント", "cloud": "クラウド", "cluster": "クラスター", "connection": "接続", "core": "コア",
        "cpu": "シーピーユー", "critical": "クリティカル", "cron": "クーロン", "data": "データ",
        "database": "データベース", "db": "ディービー", "dev": "デブ", "dhcp": "ディーエイチシーピー", "disk": "ディスク",
        "dns": "ディーエヌエス", "docker": "ドッカー", "down": "ダウン", "error": "エラー", "failed": "失敗",
        "failover": "フェイルオーバー", "file": "ファイル", "firewall": "ファイアウォール", "front": "フロント",
        "gateway": "ゲートウェイ", "gb": "ギガバイト", "group": "グループ", "host": "ホスト", "http": "エイチティーティーピー",
        "https": "エイチティーティーピーエス", "instance": "インスタンス", "internal": "内部", "io": "アイオー",
        "ip": "アイピー", "java": "ジャバ", "job": "ジョブ", "kafka": "カフカ", "kubernetes": "クバネティス",
        "latency": "応答時間", "link": "リンク", "linux": "リナックス", "load": "ロード", "log": "ログ", "login": "ログイン",
        "mail": "メール", "main": "メイン", "master": "マスター", "mb": "メガバイト", "memory": "メモリー",
        "monitor": "モニター", "ms": "ミリ秒", "mysql": "マイエスキューエル", "network": "ネットワーク",
        "nginx": "エンジンエックス", "node": "ノード", "oracle": "オラクル", "ping": "ピング", "pod": "ポッド",
        "pool": "プール", "port": "ポート", "postgres": "ポストグレス", "postgresql": "ポストグレスキューエル",
        "primary": "プライマリー", "process": "プロセス", "prod": "本番", "production": "本番", "proxy": "プロキシ",
        "queue": "キュー", "raid": "レイド", "redis": "レディス", "replica": "レプリカ", "response": "応答",
        "restart": "再起動", "router": "ルーター", "server": "サーバー", "service": "サービス", "session": "セッション",
        "snapshot": "スナップショット", "sql": "エスキューエル", "ssh": "エスエスエイチ", "ssl": "エスエスエル",
        "staging": "ステージング", "storage": "ストレージ", "switch": "スイッチ", "system": "システム", "test": "テスト",
        "timeout": "タイムアウト", "tls": "ティーエルエス", "tokyo": "東京", "tomcat": "トムキャット", "up": "アップ",
        "url": "ユーアールエル", "usage": "使用率", "user": "ユーザー", "virtual": "仮想", "vm": "ブイエム",
        "vpn": "ブイピーエヌ", "warning": "警告", "web": "ウェブ", "windows": "ウィンドウズ", "worker": "ワーカー",
        "zabbix": "ザビックス",
    ]
}
