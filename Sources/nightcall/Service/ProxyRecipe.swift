import Foundation
import SiteSettings

/// The server of nginx (1.22 and later) in front of a site.
///
/// Four things in it are not what nginx does by itself, each for a reason: an answer of its own is 503, because that alone
/// makes every sender come again (Azure gives up at a 502); no request is handed on twice; nothing but the
/// path is logged, because the query may hold a secret; and pages are for the desk's networks.
struct ProxyRecipe {
    let server: ListenAddress
    /// Instead of the site's own, which may be any free one.
    let serverPort: Int?
    let publicURL: String?
    let port: Int
    let desk: [String]
    let certificate: String?
    let key: String?

    var text: String {
        """
        # NightCall behind nginx, printed by `nightcall service proxy`. To install it, as root:
        #  nightcall service proxy … > /etc/nginx/sites-available/nightcall
        #  ln -s ../sites-available/nightcall /etc/nginx/sites-enabled/ && nginx -t && systemctl reload nginx
        # In nightcall.yaml: publicURL: https://\(name)/ and trustedProxies: [127.0.0.1]

        log_format nightcall '$remote_addr [$time_iso8601] "$request_method $uri" $status $request_time';

        upstream nightcall {
            server \(upstream);
            keepalive 16;
        }

        server {
            listen \(port) ssl;
            listen [::]:\(port) ssl;
            server_name \(name);
            server_tokens off;

            ssl_certificate \(certificate ?? "/etc/letsencrypt/live/\(name)/fullchain.pem");
            ssl_certificate_key \(key ?? "/etc/letsencrypt/live/\(name)/privkey.pem");
            ssl_protocols TLSv1.2 TLSv1.3;

            # Not the query, which may hold a secret.
            access_log /var/log/nginx/nightcall.log nightcall;

            # The largest body that NightCall takes.
            client_max_body_size 4m;
            client_body_timeout 30s;

            proxy_http_version 1.1;
            proxy_set_header Host $host;
            proxy_set_header Connection "";
            proxy_set_header X-Forwarded-For "";
            proxy_connect_timeout 3s;
            proxy_read_timeout 30s;
            # No request twice, and none held back on the disk of the proxy.
            proxy_next_upstream off;
            proxy_request_buffering off;

            # While NightCall starts again: 503, for which every sender comes back.
            error_page 502 504 = @later;
            location @later {
                add_header Retry-After 5 always;
                return 503;
            }

            # From monitoring systems, with the source's secret.
            location /alerts/ {
                proxy_pass http://nightcall;
            }

            # From providers of telephone lines, signed by them.
            location /lines/ {
                proxy_pass http://nightcall;
            }

            # The pages and the API, for operators with their tokens.
            location / {
        \(allowed)
                deny all;
                proxy_pass http://nightcall;
            }
        }

        """
    }

    private var upstream: String {
        let host = server.host == "0.0.0.0" || server.host == "::" ? "127.0.0.1" : server.host
        let bracketed = host.contains(":") ? "[\(host)]" : host
        return "\(bracketed):\(serverPort ?? server.port)"
    }

    private var name: String {
        publicURL.flatMap { URL(string: $0)?.host } ?? "night.example.jp"
    }

    private var allowed: String {
        let networks = desk.isEmpty ? ["127.0.0.1", "::1"] : desk
        return networks.map { "        allow \($0);" }.joined(separator: "\n")
    }
}
