/// An account of the customer's at a cloud, by the name that runbooks call it. It holds names of secrets, never secrets.
public struct CloudAccount: Hashable, Sendable {
    public enum Access: Hashable, Sendable {
        case aws(AWSAccess)
        case azure(AzureAccess)
    }

    public let name: String
    public let access: Access

    public init(name: String, access: Access) {
        self.name = name
        self.access = access
    }
}

/// How NightCall reaches an account of Amazon Web Services.
public struct AWSAccess: Hashable, Sendable {
    /// The role of the customer's account that is taken on for a quarter of an hour at a time (STS AssumeRole), so that no
    /// key of the customer's is ever held.
    public struct Role: Hashable, Sendable {
        /// `arn:aws:iam::123456789012:role/nightcall`
        public let arn: String
        /// What the customer's role asks for beside the key, so that nobody else's request is mistaken for ours
        /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html); it is no secret.
        public let externalID: String

        public init(arn: String, externalID: String) {
            self.arn = arn
            self.externalID = externalID
        }
    }

    /// `ap-northeast-1`
    public let region: String
    /// The identifier of the key, which is no secret.
    public let accessKey: String
    /// Name of the secret of the contract that belongs to the key.
    public let secret: String
    public let role: Role?
    /// Where all services are asked instead of at Amazon's own addresses: a private endpoint.
    public let endpoint: String?

    public init(region: String, accessKey: String, secret: String, role: Role?, endpoint: String?) {
        self.region = region
        self.accessKey = accessKey
        self.secret = secret
        self.role = role
        self.endpoint = endpoint
    }
}

/// How NightCall reaches a subscription of Microsoft Azure.
public struct AzureAccess: Hashable, Sendable {
    /// Who we are there, and how that is proven
    /// (https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow).
    public enum Proof: Hashable, Sendable {
        /// An application, by the name of the secret of the contract that holds its client secret.
        case secret(client: String, secret: String)
        /// An application, by the name of the secret of the contract that holds its certificate and private key as PEM.
        case certificate(client: String, secret: String)
        /// The identity of the machine that NightCall runs on; of several the one with this client id.
        case machine(client: String?)
    }

    /// The directory, as a GUID or a domain.
    public let tenant: String
    public let subscription: String
    public let proof: Proof
    /// Where tokens are asked for.
    public let login: String
    /// Azure Resource Manager.
    public let manager: String

    public init(
        tenant: String, subscription: String, proof: Proof, login: String = "https://login.microsoftonline.com",
        manager: String = "https://management.azure.com"
    ) {
        self.tenant = tenant
        self.subscription = subscription
        self.proof = proof
        self.login = login
        self.manager = manager
    }
}
