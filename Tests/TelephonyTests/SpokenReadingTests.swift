import Telephony
import Testing

@Suite struct SpokenReadingTests {
    @Test(arguments: [
        ("web01 が応答しません", "ウェブゼロイチが応答しません"),
        ("「db-1」が発生しています。", "ディービーハイフンイチが発生しています。"),
        ("nginx 停止", "エンジンエックス、停止"),
        ("web01 の CPU が高い", "ウェブゼロイチのシーピーユーが高い"),
        ("CPU 使用率 95%", "シーピーユー、使用率、95パーセント"),
        ("11月21日22時15分から", "11月21日22時15分から"),
        ("10.0.0.12 に接続できません", "イチゼロドットゼロドットゼロドットイチニに接続できません"),
        ("ＷＥＢ０１", "ウェブゼロイチ"),
        ("ap_srv3 / disk", "エーピーアンダーバーエスアールブイサン、ディスク"),
        ("監視", "監視"), ("", ""), ("   ", ""), ("(テスト) 件", "テスト、件"),
        ("確認したかたは、1番を、次の担当者に回すかたは、2番を押してください。", "確認したかたは、1番を、次の担当者に回すかたは、2番を押してください。"),
    ])
    func `names are read in kana, and nothing is left to guess`(written: String, read: String) {
        #expect(SpokenReading().text(written) == read)
    }

    @Test func `a contract's own readings come first, the longest of them`() {
        let reading = SpokenReading(readings: ["db": "データベース", "DB-1": "ディービーイチゴウキ", "基幹": "キカン"])
        #expect(reading.text("db-1 と db と 基幹") == "ディービーイチゴウキと、データベースと、キカン")
        #expect(reading.text("dbx") == "ディービーエックス")
    }

    @Test func `words that are spelled letter by letter are named`() {
        #expect(SpokenReading().spelledWords("nginx on fjordbox01 と CPU") == ["fjordbox"])
    }
}
