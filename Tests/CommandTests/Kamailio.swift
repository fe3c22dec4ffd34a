import Foundation
import TestPeers

/// Debian's kamailio as registrar and proxy of the domain `pbx.test`, with digest: `escalator` calls, `bob` has a telephone.
/// Numbers go to the telephone at `trunk`.
final class Kamailio {
    let port: Int
    let tlsPort: Int
    private let folder: ScratchFolder
    private let program: RunningProgram

    /// - Parameters:
    ///   - trunk: the port of the telephone.
    ///   - trusting: a PEM file; over TLS only whoever shows this certificate is spoken to.
    init(trunk: Int, trusting certificate: String? = nil) throws {
        folder = try ScratchFolder()
        port = try FreePort.find()
        tlsPort = try FreePort.find()
        let path = folder.url.path
        try Self.makeCertificate(key: path + "/key.pem", certificate: path + "/cert.pem")
        try folder.write(
            "kamailio.cfg", Self.configuration(port: port, tlsPort: tlsPort, trunk: trunk, path, trusting: certificate))
        // It has many processes: they are a group of their own, so that all of them can be ended.
        let inGroup = "import os,sys; os.getpgrp() == os.getpid() or os.setsid(); os.execv(sys.argv[1], sys.argv[1:])"
        program = try RunningProgram(
            "/usr/bin/python3",
            ["-c", inGroup, "/usr/sbin/kamailio", "-f", path + "/kamailio.cfg", "-P", path + "/pid", "-DD", "-E"]
                + ["-m", "32", "-M", "8", "-Y", path])
        let listening = String(format: ":%04X", port)
        while program.isRunning {
            let table = (try? String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)) ?? ""
            if table.contains(listening) { break }
            sched_yield()
        }
    }

    static func makeCertificate(key: String, certificate: String) throws {
        let program = try RunningProgram(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "3",
                "-subj", "/CN=pbx.test", "-addext", "subjectAltName=DNS:pbx.test,IP:127.0.0.1",
            ])
        program.wait()
    }

    deinit {
        kill(-program.processID, SIGKILL)
        program.kill()
    }

    private static func configuration(
        port: Int, tlsPort: Int, trunk: Int, _ folder: String, trusting certificate: String?
    ) -> String {
        let asked = certificate.map { file in
            ["verify_certificate\", 1", "require_certificate\", 1", "ca_list\", \"\(file)\""].map {
                "modparam(\"tls\", \"\($0))"
            }.joined(separator: "\n")
        }
        let modules = [
            "jsonrpcs", "kex", "corex", "tm", "tmx", "sl", "rr", "pv", "maxfwd", "usrloc", "registrar", "textops",
            "siputils", "xlog", "sanity", "htable", "auth", "tls",
        ]
        return """
            #!KAMAILIO
            log_stderror=yes
            fork=yes
            children=2
            tcp_children=1
            auto_aliases=no
            enable_tls=yes
            listen=udp:127.0.0.1:\(port)
            listen=tcp:127.0.0.1:\(port)
            listen=tls:127.0.0.1:\(tlsPort)
            mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules/"
            \(modules.map { "loadmodule \"\($0).so\"" }.joined(separator: "\n"))
            modparam("jsonrpcs", "transport", 0)
            modparam("usrloc", "db_mode", 0)
            modparam("htable", "htable", "users=>size=4;")
            modparam("tls", "certificate", "\(folder)/cert.pem")
            modparam("tls", "private_key", "\(folder)/key.pem")
            modparam("tls", "tls_method", "TLSv1.2+")
            \(asked ?? "")
            modparam("auth", "nonce_count", 1)
            modparam("auth", "qop", "auth")
            request_route {
              if (!mf_process_maxfwd_header("10")) { sl_send_reply("483","Too Many Hops"); exit; }
              if (!sanity_check("1511","7")) { exit; }
              if (is_method("CANCEL")) { if (t_check_trans()) { t_relay(); } exit; }
              if (is_method("OPTIONS") && !has_totag()) { sl_send_reply("200","OK"); exit; }
              if (has_totag()) {
                if (loose_route()) { t_relay(); }
                else if (is_method("ACK")) { if (t_check_trans()) t_relay(); }
                else { sl_send_reply("404","Not here"); }
                exit;
              }
              t_check_trans();
              $var(pw) = $null;
              if ($fU == "escalator") { $var(pw) = "s3cret"; }
              if ($fU == "bob") { $var(pw) = "bobpw"; }
              if (is_method("REGISTER")) {
                if ($var(pw) == $null || !pv_www_authenticate("pbx.test", "$var(pw)", "0")) { www_challenge("pbx.test", "1"); exit; }
                if (!save("location")) { sl_reply_error(); }
                exit;
              }
              if (is_method("INVITE")) {
                if ($var(pw) == $null || !pv_proxy_authenticate("pbx.test", "$var(pw)", "0")) { proxy_challenge("pbx.test", "1"); exit; }
                consume_credentials();
                record_route();
                if ($rU =~ "^0[0-9]{9,10}$" || $rU =~ "^\\+81") { $ru = "sip:" + $rU + "@127.0.0.1:\(trunk)"; t_relay(); exit; }
                if (!lookup("location")) { sl_send_reply("404","Not Found"); exit; }
                t_relay(); exit;
              }
              sl_send_reply("405","Method Not Allowed");
            }
            """
    }
}
