import Foundation
import RunbookModel
import TestPeers

@testable import RunbookSteps

/// Amazon's services as moto plays them (https://docs.getmoto.org/): a server that we did not write, which verifies
/// signatures and policies. What a test prepares it asks for with curl, so that our own client stands only on one side.
struct Moto {
    static let region = "ap-northeast-1"

    let port: Int
    private let process: TestProcess

    struct Key {
        let id: String
        let secret: String
    }

    struct Refused: Error {
        let said: String
    }

    init() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        port = try FreePort.find()
        process = try await TestProcess([
            "/usr/bin/env", "MOTO_EC2_LOAD_DEFAULT_AMIS=false", root.appending(path: ".work/moto/bin/moto_server").path,
            "-H", "127.0.0.1", "-p", "\(port)",
        ])
        try await process.wait(for: "Running on http://127.0.0.1:\(port)")
    }

    var address: String { "http://127.0.0.1:\(port)/" }

    // MARK: Its own doors

    /// From now on every request is held against key, signature and policy; or none is.
    func verify(_ isOn: Bool) async throws {
        _ = try await curl([
            "-X", "POST", "-H", "Content-Type: text/plain", "-d", isOn ? "0" : "inf", address + "moto-api/reset-auth",
        ])
    }

    private func curl(_ words: [String]) async throws -> String {
        try await TestProcess.run(["/usr/bin/curl", "-sS", "--fail-with-body"] + words)
    }

    // MARK: What a test prepares

    /// One action of a service, as somebody whom moto always lets in while it verifies nothing.
    @discardableResult
    func call(_ service: String, _ version: String, _ action: String, _ form: [(String, String)]) async throws -> String
    {
        let fields = ([("Action", action), ("Version", version)] + form).flatMap {
            ["--data-urlencode", "\($0.0)=\($0.1)"]
        }
        return try await curl(
            ["--aws-sigv4", "aws:amz:\(Self.region):\(service)", "--user", "testing:testing", address] + fields)
    }

    @discardableResult
    func ec2(_ action: String, _ form: [(String, String)]) async throws -> String {
        try await call("ec2", "2016-11-15", action, form)
    }

    func element(_ name: String, in answer: String) throws -> String {
        guard let begin = answer.range(of: "<\(name)>"), let end = answer.range(of: "</\(name)>") else {
            throw Refused(said: answer)
        }
        return String(answer[begin.upperBound..<end.lowerBound])
    }

    func machine() async throws -> String {
        let answer = try await ec2(
            "RunInstances",
            [("ImageId", "ami-12345678"), ("MinCount", "1"), ("MaxCount", "1"), ("InstanceType", "t3.micro")])
        return try element("instanceId", in: answer)
    }

    func state(of machine: String) async throws -> String {
        let answer = try await ec2("DescribeInstances", [("InstanceId.1", machine)])
        let state = try element("instanceState", in: answer)
        return try element("name", in: state)
    }

    func volume() async throws -> String {
        let answer = try await ec2("CreateVolume", [("AvailabilityZone", "\(Self.region)a"), ("Size", "8")])
        return try element("volumeId", in: answer)
    }

    /// The disk that a machine was started from.
    func disk(of machine: String) async throws -> String {
        let answer = try await ec2(
            "DescribeVolumes", [("Filter.1.Name", "attachment.instance-id"), ("Filter.1.Value.1", machine)])
        return try element("volumeId", in: answer)
    }

    /// A rule of EventBridge.
    func rule(_ name: String, _ schedule: String) async throws {
        _ = try await events(
            "PutRule",
            #"{"Name": "\#(name)", "ScheduleExpression": "\#(schedule)", "State": "ENABLED", "Description": "snapshots of acme"}"#
        )
    }

    func describeRule(_ name: String) async throws -> String {
        try await events("DescribeRule", #"{"Name": "\#(name)"}"#)
    }

    /// Every case of support, as JSON.
    func cases() async throws -> String {
        try await curl([
            "--aws-sigv4", "aws:amz:us-east-1:support", "--user", "testing:testing", "-H",
            "Content-Type: application/x-amz-json-1.1", "-H", "X-Amz-Target: AWSSupport_20130415.DescribeCases", "-d",
            "{}", address,
        ])
    }

    private func events(_ action: String, _ body: String) async throws -> String {
        try await curl([
            "--aws-sigv4", "aws:amz:\(Self.region):events", "--user", "testing:testing", "-H",
            "Content-Type: application/x-amz-json-1.1", "-H", "X-Amz-Target: AWSEvents.\(action)", "-d", body, address,
        ])
    }

    func snapshot(of volume: String) async throws {
        try await ec2("CreateSnapshot", [("VolumeId", volume)])
    }

    /// A key of a user who may do these actions and no others.
    func key(allowing actions: [String]) async throws -> Key {
        let user = "night-\(UUID().uuidString.prefix(8))"
        try await call("iam", "2010-05-08", "CreateUser", [("UserName", user)])
        try await call(
            "iam", "2010-05-08", "PutUserPolicy",
            [("UserName", user), ("PolicyName", "night"), ("PolicyDocument", Self.policy(actions))])
        let answer = try await call("iam", "2010-05-08", "CreateAccessKey", [("UserName", user)])
        return Key(
            id: try element("AccessKeyId", in: answer), secret: try element("SecretAccessKey", in: answer))
    }

    /// The ARN of a role that may do these actions.
    func role(allowing actions: [String]) async throws -> String {
        let name = "role-\(UUID().uuidString.prefix(8))"
        let answer = try await call(
            "iam", "2010-05-08", "CreateRole",
            [("RoleName", name), ("AssumeRolePolicyDocument", Self.policy(["sts:AssumeRole"]))])
        try await call(
            "iam", "2010-05-08", "PutRolePolicy",
            [("RoleName", name), ("PolicyName", "night"), ("PolicyDocument", Self.policy(actions))])
        return try element("Arn", in: answer)
    }

    private static func policy(_ actions: [String]) -> String {
        let names = actions.map { "\"\($0)\"" }.joined(separator: ",")
        return """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[\(names)],"Resource":"*"}]}
            """
    }

    // MARK: What a step works with

    func surroundings(_ key: Key, role: AWSAccess.Role? = nil, endpoint: String? = nil) throws -> Surroundings {
        let access = AWSAccess(
            region: Self.region, accessKey: key.id, secret: "aws-key", role: role, endpoint: endpoint ?? address)
        var around = TestSurroundings()
        around.secrets = ["aws-key": key.secret]
        around.clouds = ["aws": CloudAccount(name: "aws", access: .aws(access))]
        return try around.made()
    }
}
