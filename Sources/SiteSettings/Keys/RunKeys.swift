import Documents

/// The keys of a contract that runs rest on.
enum RunKeys {
    static let target = SettingsKeys(
        "contracts/*.yaml · targets · each",
        [
            .required("id", "web-1", "name of the target, unique in the contract"),
            .required("kind", "service", "what it is, as runbooks say under `for`: machine, service, domain …"),
            .required("title", "ウェブサーバー", "what reports call it"),
            .optional(
                "group", default: "none", "tokyo-a", "what fails together with it: an availability set, a region"),
            .optional(
                "alerts", default: "none: every alert calls", "{labels: {instance: web-1}}",
                "the alerts about it, as a rule of `designated`: while an action of ours works on it they call nobody"),
            .optional(
                "parameters", default: "none", "{url: \"http://127.0.0.1:8080/\", unit: nginx}",
                "values for the parameters of runbooks"),
        ])

    static let awsCloud = SettingsKeys(
        "contracts/*.yaml · clouds · each · kind aws",
        [
            .required("id", "aws", "name of the account, as runbooks call it"),
            .required("kind", "aws", "whose cloud it is: aws"),
            .required("region", "ap-northeast-1", "where its machines are; another region is another entry"),
            .required("accessKey", "AKIAIOSFODNN7EXAMPLE", "identifier of our access key"),
            .required("secret", "aws-key", "name, under `secrets`, of the secret access key"),
            .optional(
                "role", default: "none: the key's own rights", "arn:aws:iam::123456789012:role/nightcall",
                "the role of the customer's account that is taken on; beside `externalID`"),
            .optional("externalID", default: "none", "acme-7f3a", "what the customer's role asks for; beside `role`"),
            .optional(
                "endpoint", default: "Amazon's own addresses", "https://aws.example.jp/",
                "a private address where all its services are asked"),
        ])

    static let azureCloud = SettingsKeys(
        "contracts/*.yaml · clouds · each · kind azure",
        [
            .required("id", "azure", "name of the account, as runbooks call it"),
            .required("kind", "azure", "whose cloud it is: azure"),
            .required("tenant", "acme.onmicrosoft.com", "the customer's directory, as a GUID or a domain"),
            .required("subscription", "0f0e0d0c-0000-4000-8000-000000000001", "the subscription of its machines"),
            .required("proof", "secret", "how we prove who we are: secret, certificate or machine (managed identity)"),
            .optional(
                "client", default: "the machine's only identity", "0f0e0d0c-0000-4000-8000-000000000002",
                "our application's client id; needed beside a secret or certificate"),
            .optional(
                "secret", default: "none", "azure-secret",
                "name, under `secrets`, of the client secret, or of certificate and private key as PEM"),
            .optional(
                "login", default: "Microsoft's own address", "https://login.microsoftonline.com",
                "where tokens are asked for"),
            .optional(
                "manager", default: "Microsoft's own address", "https://management.azure.com", "Azure Resource Manager"),
        ])

    static let consent = SettingsKeys(
        "contracts/*.yaml · consents · each",
        [
            .required("action", "service.restart", "the kind of action that is allowed"),
            .optional("target", default: "every target", "web-1", "id of the target; needed for what may lose data"),
            .required("by", "株式会社アクメ 佐藤", "who gave the consent"),
            .required("from", "2026-04-01", "first day, in Japan time"),
            .required("through", "2027-03-31", "last day, in Japan time"),
        ])

    static let standing = SettingsKeys(
        "contracts/*.yaml · standing · each",
        [
            .required("runbook", "service-recovery", "id of the runbook"),
            .required("target", "web-1", "id of the target"),
            .required("when", "{name: NginxDown}", "the alerts that start it, as a rule of `designated`"),
        ])

    static let watch = SettingsKeys(
        "contracts/*.yaml · watches · each",
        [
            .required("id", "backup-web-1", "name of the watch, unique in the contract"),
            .required("runbook", "ec2-backup-watch", "id of the runbook that looks"),
            .required("target", "web-1", "id of the target"),
            .required("at", "\"04:30\"", "when it looks each day, in Japan time: some while after the backup ends"),
            .optional(
                "investigation", default: "none", "ec2-backup-investigation",
                "id of the runbook that is begun where it is not well"),
        ])

    static let notices = SettingsKeys(
        "contracts/*.yaml · notices · each",
        [
            .required("cloud", "azure", "the account, by its name under `clouds`"),
            .required("regions", "[Japan East]", "the regions that are used, as the cloud names them"),
            .optional("services", default: "every service", "[Virtual Machines]", "the services that are used"),
        ])

    static let maintenance = SettingsKeys(
        "contracts/*.yaml · maintenance · each",
        [
            .optional("target", default: "every target", "web-1", "id of the target that is worked on"),
            .required("from", "2026-11-28T22:00:00+09:00", "when it begins"),
            .required("until", "2026-11-29T02:00:00+09:00", "when it is over"),
            .required("reason", "OS更新", "what is done there, as reports say it"),
        ])

    static let allowed = SettingsKeys(
        "contracts/*.yaml · allowed",
        [
            .optional(
                "plugins", default: "none", "[/usr/lib/nagios/plugins/check_disk]",
                "monitoring plugins that checks may start, by absolute path"),
            .optional(
                "commands", default: "none", "[[systemctl, restart, nginx]]",
                "commands that steps may start here or over ssh, word for word; nothing is handed to a shell here"),
            .optional("folders", default: "none", "[/var/backups]", "folders below which checks may look at files"),
        ])

    static let limits = SettingsKeys(
        "contracts/*.yaml · actionLimits",
        [
            .optional(
                "perContract", default: "{times: 6, within: 24h}", "{times: 6, within: 24h}", "of all its targets"),
            .optional(
                "coolDown", default: "30m", "30m", "how long a target is left alone after it was recovered, 0s-24h"),
            .optional(
                "commonCauseTargets", default: "3", "3",
                "when more targets are abnormal within ten minutes nothing is done, 1-1000"),
            .optional("approvalWithin", default: "30m", "30m", "how long a second person may take to agree, 1m-12h"),
            .optional("wholeRun", default: "4h", "4h", "how long a run may take, 10m-24h"),
        ])

    static let budget = SettingsKeys(
        "contracts/*.yaml · actionLimits · perContract",
        [
            .required("times", "6", "how often, 1-100"),
            .required("within", "24h", "in which span, 1m-720h"),
        ])

    static let all = [
        target, awsCloud, azureCloud, consent, standing, watch, notices, maintenance, allowed, limits, budget,
    ]
}
