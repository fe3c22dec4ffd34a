extension Severity {
    /// The severity behind a common spelling, in any case; unknown for all others. Sources and drills read with it alike.
    public init(spelling: String) {
        self =
            switch spelling.lowercased() {
            case "critical", "crit", "page", "emergency", "emerg", "fatal", "disaster", "alert", "urgent", "blocker",
                "p0", "p1", "sev0", "sev1", "緊急", "致命的", "重大":
                .critical
            case "error", "err", "high", "major", "p2", "sev2", "エラー", "障害", "高":
                .error
            case "warning", "warn", "minor", "average", "medium", "moderate", "p3", "sev3", "警告", "注意", "中":
                .warning
            case "info", "information", "informational", "notice", "low", "none", "ok", "debug", "p4", "p5", "sev4",
                "sev5", "情報", "低":
                .info
            default:
                .unknown
            }
    }
}
