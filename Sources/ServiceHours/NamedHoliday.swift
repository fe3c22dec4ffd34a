/// A holiday that a law names, and the years in which it falls by one rule.
struct NamedHoliday {
    let name: String
    let rule: Rule
    let years: ClosedRange<Int>

    enum Rule {
        case fixed(month: Int, day: Int)
        /// The so many-th Monday of a month ("Happy Monday").
        case monday(month: Int, number: Int)
        case equinox(Equinox)
    }

    /// Every rule that was in force from 1948-07-20, in the order of the year. A line ends where an amendment begins;
    /// "until 2099" means in force today.
    static let all: [NamedHoliday] = [
        NamedHoliday("元日", .fixed(month: 1, day: 1), 1949...2099),
        NamedHoliday("成人の日", .fixed(month: 1, day: 15), 1949...1999),
        // Act No. 141 of 1998.
        NamedHoliday("成人の日", .monday(month: 1, number: 2), 2000...2099),
        // Act No. 86 of 1966 and the Cabinet Order of that December.
        NamedHoliday("建国記念の日", .fixed(month: 2, day: 11), 1967...2099),
        NamedHoliday("春分の日", .equinox(.vernal), 1949...2099),
        NamedHoliday("憲法記念日", .fixed(month: 5, day: 3), 1949...2099),
        NamedHoliday("こどもの日", .fixed(month: 5, day: 5), 1949...2099),
        NamedHoliday("秋分の日", .equinox(.autumnal), 1948...2099),
        NamedHoliday("文化の日", .fixed(month: 11, day: 3), 1948...2099),
        NamedHoliday("勤労感謝の日", .fixed(month: 11, day: 23), 1948...2099),

        // The emperor's birthday: Act No. 5 of 1989; Act No. 63 of 2017, which left 2019 without one.
        NamedHoliday("天皇誕生日", .fixed(month: 4, day: 29), 1949...1988),
        NamedHoliday("天皇誕生日", .fixed(month: 12, day: 23), 1989...2018),
        NamedHoliday("天皇誕生日", .fixed(month: 2, day: 23), 2020...2099),
        // 29 April and 4 May: Act No. 5 of 1989, Act No. 43 of 2005.
        NamedHoliday("みどりの日", .fixed(month: 4, day: 29), 1989...2006),
        NamedHoliday("昭和の日", .fixed(month: 4, day: 29), 2007...2099),
        NamedHoliday("みどりの日", .fixed(month: 5, day: 4), 2007...2099),

        // Act No. 22 of 1995; a Monday by Act No. 59 of 2001; moved for the Olympic Games by Act No. 55 of 2018 and
        // Act No. 68 of 2020.
        NamedHoliday("海の日", .fixed(month: 7, day: 20), 1996...2002),
        NamedHoliday("海の日", .monday(month: 7, number: 3), 2003...2019),
        NamedHoliday("海の日", .fixed(month: 7, day: 23), 2020...2020),
        NamedHoliday("海の日", .fixed(month: 7, day: 22), 2021...2021),
        NamedHoliday("海の日", .monday(month: 7, number: 3), 2022...2099),
        // Act No. 43 of 2014; moved as above.
        NamedHoliday("山の日", .fixed(month: 8, day: 11), 2016...2019),
        NamedHoliday("山の日", .fixed(month: 8, day: 10), 2020...2020),
        NamedHoliday("山の日", .fixed(month: 8, day: 8), 2021...2021),
        NamedHoliday("山の日", .fixed(month: 8, day: 11), 2022...2099),
        // Act No. 86 of 1966; a Monday by Act No. 59 of 2001.
        NamedHoliday("敬老の日", .fixed(month: 9, day: 15), 1966...2002),
        NamedHoliday("敬老の日", .monday(month: 9, number: 3), 2003...2099),
        // Act No. 86 of 1966; a Monday by Act No. 141 of 1998; renamed by Act No. 57 of 2018; moved as above.
        NamedHoliday("体育の日", .fixed(month: 10, day: 10), 1966...1999),
        NamedHoliday("体育の日", .monday(month: 10, number: 2), 2000...2019),
        NamedHoliday("スポーツの日", .fixed(month: 7, day: 24), 2020...2020),
        NamedHoliday("スポーツの日", .fixed(month: 7, day: 23), 2021...2021),
        NamedHoliday("スポーツの日", .monday(month: 10, number: 2), 2022...2099),

        // Single days: Acts No. 16 of 1959, No. 4 of 1989, No. 24 of 1990, No. 32 of 1993, No. 99 of 2018.
        NamedHoliday("皇太子明仁親王の結婚の儀", .fixed(month: 4, day: 10), 1959...1959),
        NamedHoliday("昭和天皇の大喪の礼", .fixed(month: 2, day: 24), 1989...1989),
        NamedHoliday("即位礼正殿の儀", .fixed(month: 11, day: 12), 1990...1990),
        NamedHoliday("皇太子徳仁親王の結婚の儀", .fixed(month: 6, day: 9), 1993...1993),
        NamedHoliday("天皇の即位の日", .fixed(month: 5, day: 1), 2019...2019),
        NamedHoliday("即位礼正殿の儀", .fixed(month: 10, day: 22), 2019...2019),
    ]

    private init(_ name: String, _ rule: Rule, _ years: ClosedRange<Int>) {
        self.name = name
        self.rule = rule
        self.years = years
    }
}
