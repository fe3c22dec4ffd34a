/// Documents that several tests read.
enum Samples {
    static let feed = """
        <?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
          <channel>
            <title>お知らせ</title>
            <!-- three items -->
            <item><title>計画メンテナンス</title><dc:date>2026-11-20T18:00:00+09:00</dc:date><n>1</n></item>
            <item><title>障害 &amp; 復旧</title><dc:date>2026-11-21T01:00:00+09:00</dc:date><n>2</n></item>
            <item id="三"><title><![CDATA[<新> バージョン]]></title><content:encoded>本文</content:encoded><n>3.5</n></item>
          </channel>
        </rss>
        """
}

/// A small seeded generator (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
