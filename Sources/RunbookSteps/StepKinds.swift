public import RunbookModel

/// Every kind of step that runbooks may use. A new kind is one folder and one line here.
public enum StepKinds {
    public static let checks: [any CheckStep.Type] = [
        HTTPCheck.self, TCPCheck.self, TLSCheck.self, DNSCheck.self, PingCheck.self, SSHCommandCheck.self,
        PluginCheck.self,
        NodeExporterCheck.self, PrometheusQueryCheck.self, PostgresCheck.self, FeedCheck.self, FileAgeCheck.self,
        OwnSideCheck.self, ManualCheck.self, CloudAuthCheck.self, EC2StatusCheck.self, EC2EventsCheck.self,
        CloudWatchMetricCheck.self, EBSSnapshotCheck.self, AWSHealthCheck.self, AzurePowerCheck.self,
        AzureAgentCheck.self,
        AzureExtensionsCheck.self, AzureHealthCheck.self, AzureServiceHealthCheck.self, AzureStatusFeedCheck.self,
        AzureMaintenanceCheck.self, AzureMetricCheck.self, AzureBackupCheck.self, BackupScheduleCheck.self,
        BackupRestoredCheck.self,
    ]

    public static let actions: [any ActionStep.Type] = [
        ServiceRestartAction.self, CommandAction.self, HTTPCallAction.self, WaitAndRecheckAction.self,
        VendorEscalateAction.self, CustomerNotifyAction.self, OperatorHandoverAction.self, SuppressSelfAction.self,
        EC2RebootAction.self, EC2StartAction.self, EC2StopStartAction.self, AzureRestartAction.self,
        AzureStartAction.self, AzureRedeployAction.self, AzureReallocateAction.self, AWSSupportCaseAction.self,
        AzureSupportTicketAction.self, BackupRunAction.self, BackupRotateAction.self, BackupRescheduleAction.self,
        BackupRestoreAction.self,
    ]

    public static let catalogue = StepCatalogue(checks: checks.map { $0.kind }, actions: actions.map { $0.kind })
}
