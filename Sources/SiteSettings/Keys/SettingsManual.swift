import Documents

/// What `nightcall check --explain` prints: every key of the site folder and of drill scenarios with its default and its meaning.
public enum SettingsManual {
    static let tables =
        [
            SiteKeys.site, SiteKeys.operator, SiteKeys.alarm, SiteKeys.operatorAccount, LineKeys.simulated,
            LineKeys.twilio, LineKeys.sip, LineKeys.asterisk,
        ] + HTTPLineKeys.all + [
            SiteKeys.voice, SiteKeys.voiceOf, SiteKeys.numbers, SiteKeys.smtp, SiteKeys.heartbeat, SiteKeys.calendar,
            ContractKeys.contract,
            ContractKeys.contact,
            ContractKeys.calls, ContractKeys.hours,
            ContractKeys.source, ContractKeys.designation,
        ] + RunKeys.all

    /// One paragraph a mapping, one line a key: name, default or `required`, meaning, example.
    public static var text: String {
        (tables + ScenarioKeys.all).map(\.paragraph).joined(separator: "\n\n") + "\n"
    }
}
