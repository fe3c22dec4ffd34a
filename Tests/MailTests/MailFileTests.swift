import Foundation
import ServiceHours
import Testing

@testable import Mail

@Suite struct MailFileTests {
    private static let at = Instant(microseconds: 1_795_180_503_000_000)

    private func mail(subject: String = "s", body: String = "b\n", to recipients: [String] = ["a@example.jp"])
        -> MailFile
    {
        MailFile(
            name: "mail-4", at: Self.at, sender: "nightcall@example.jp", recipients: recipients, subject: subject,
            body: body)
    }

    private func text(_ mail: MailFile, _ encoding: MailFile.Encoding = .ascii) -> String {
        String(decoding: mail.bytes(encoding), as: UTF8.self)
    }

    @Test func `a Japanese mail for a folder, to the letter`() {
        let mail = mail(
            subject: "[NightCall] 株式会社アクメ: 受領者なし - 容量不足", body: "株式会社アクメ 御中\n\n.終わり\n",
            to: ["desk@acme.example.jp", "desk@example.jp"])
        let expected = """
            Message-ID: <mail-4.1795180503000000@nightcall.invalid>
            Date: Fri, 20 Nov 2026 22:15:03 +0900
            From: NightCall <nightcall@example.jp>
            To: desk@acme.example.jp,
             desk@example.jp
            Subject: =?UTF-8?B?W05pZ2h0Q2FsbF0g5qCq5byP5Lya56S+44Ki44Kv44OhOiDlj5c=?=
             =?UTF-8?B?6aCY6ICF44Gq44GXIC0g5a656YeP5LiN6Laz?=
            Auto-Submitted: auto-generated
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            株式会社アクメ 御中

            .終わり


            """
        #expect(text(mail, .plain) == expected.replacing("\n", with: "\r\n"))
        let sent = text(mail)
        #expect(sent.hasPrefix(expected.replacing("\n", with: "\r\n").prefix { $0 != "8" }.prefix(200)))
        #expect(sent.contains("Content-Transfer-Encoding: base64\r\n\r\n"))
        #expect(sent.utf8.allSatisfy { $0 < 0x80 })
        let encoded = sent.components(separatedBy: "\r\n\r\n")[1].replacing("\r\n", with: "")
        let body = Data(base64Encoded: encoded).map { String(decoding: $0, as: UTF8.self) }
        #expect(body == "株式会社アクメ 御中\r\n\r\n.終わり\r\n")
    }

    @Test(arguments: [
        "x", String(repeating: "夜", count: 300), "a\r\nBcc: evil@example.jp", "=?UTF-8?B?eA==?=", "\u{0}\u{7F}\t.",
        String(repeating: "😀👨‍👩‍👧", count: 40), "",
    ])
    func `no subject opens a header, and each line of the head is short`(subject: String) throws {
        for encoding in [MailFile.Encoding.plain, .ascii] {
            let head = try #require(text(mail(subject: subject), encoding).components(separatedBy: "\r\n\r\n").first)
            let lines = head.components(separatedBy: "\r\n")
            #expect(lines.allSatisfy { $0.utf8.count <= 76 && $0.utf8.allSatisfy { (0x20...0x7E).contains($0) } })
            let names = lines.filter { !$0.hasPrefix(" ") }.compactMap {
                $0.split(separator: ":").first.map(String.init)
            }
            #expect(
                names == [
                    "Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "MIME-Version", "Content-Type",
                    "Content-Transfer-Encoding",
                ])
        }
    }

    @Test func `no address opens a header`() {
        let head = text(mail(to: ["a@example.jp>\r\nBcc: <b@example.jp", "c@example.jp"]))
        #expect(head.contains("To: a@example.jpBcc:b@example.jp,\r\n c@example.jp\r\n"))
        #expect(text(mail(to: [])).contains("To: undisclosed-recipients:;\r\n"))
    }

    @Test(arguments: ["\u{0}", "\r", String(repeating: "x", count: 999), "夜", "\u{1B}[2J"])
    func `a line that not every server takes is hidden in base64`(line: String) {
        let sent = text(mail(body: "before\n\(line)\nafter\n"))
        #expect(sent.contains("base64"))
        #expect(sent.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 78 && !$0.contains("\r") })
    }

    @Test func `a plain body is sent as it is`() {
        #expect(text(mail(body: "one\ntwo\n")).hasSuffix("Content-Transfer-Encoding: 7bit\r\n\r\none\r\ntwo\r\n\r\n"))
    }
}
