internal import JSONText
internal import WebTransfer

/// One request to a service of Amazon's: always a POST, in one of the two protocols that its services speak.
struct AWSCall: Sendable {
    enum Service: String, Sendable {
        case ec2, sts
        /// CloudWatch.
        case monitoring
        case health, support
        /// EventBridge.
        case events

        /// Some answer in one place for the whole world
        /// (https://docs.aws.amazon.com/general/latest/gr/health.html, …/awssupport.html).
        func region(_ own: String) -> String {
            switch self {
            case .ec2, .sts, .monitoring, .events: own
            case .health, .support: "us-east-1"
            }
        }
    }

    private enum Content: Sendable {
        /// The query protocol: a form, answered in XML
        /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html).
        case form(WebForm)
        /// JSON 1.1 (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).
        case json(target: String, JSONValue)
    }

    let service: Service
    let action: String
    /// Whether it changes something: then it is sent over a connection of its own.
    let changes: Bool
    private var content: Content

    init(_ service: Service, _ action: String, _ parameters: [(String, String)], changes: Bool = false) {
        self.service = service
        self.action = action
        self.changes = changes
        var form: WebForm = ["Action": action, "Version": Self.version(service)]
        for (name, value) in parameters { form.add(name, value) }
        content = .form(form)
    }

    init(_ service: Service, _ action: String, json: JSONValue, changes: Bool = false) {
        self.service = service
        self.action = action
        self.changes = changes
        content = .json(target: Self.version(service) + "." + action, json)
    }

    /// The edition of a service's interface, which each request names.
    private static func version(_ service: Service) -> String {
        switch service {
        case .ec2: "2016-11-15"
        case .monitoring: "2010-08-01"
        case .sts: "2011-06-15"
        case .health: "AWSHealth_20160804"
        case .support: "AWSSupport_20130415"
        case .events: "AWSEvents"
        }
    }

    /// With one more parameter of the form.
    func adding(_ name: String, _ value: String) -> AWSCall {
        guard case .form(var form) = content else { return self }
        form.add(name, value)
        var call = self
        call.content = .form(form)
        return call
    }

    /// - Parameters:
    ///   - region: of the account.
    ///   - endpoint: where all services are asked instead of at Amazon's own addresses.
    func request(_ region: String, endpoint: String?) throws(TransferError) -> HTTPRequest {
        let place = service.region(region)
        let address = try WebAddress(endpoint ?? "https://\(service.rawValue).\(place).amazonaws.com/")
        switch content {
        case .form(let form): return HTTPRequest(.post, address, form: form)
        case .json(let target, let value):
            return HTTPRequest(
                .post, address, fields: ["Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target],
                body: Array(value.text().utf8))
        }
    }
}
