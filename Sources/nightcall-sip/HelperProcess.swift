import CSIPAgent
import Glibc

/// `nightcall-sip SOCKET`: carries telephone calls over SIP for the server of a site, in a process of its own. What goes
/// wrong here takes no server with it, and a server that is started again finds its calls as they are.
@main
enum HelperProcess {
    static func main() {
        let words = CommandLine.arguments
        guard words.count == 2, let path = words.last, !path.hasPrefix("-") else {
            write("usage: nightcall-sip SOCKET\nThe server of a site starts it for its lines with `driver: sip`.\n")
            exit(words.contains("--help") ? 0 : 64)
        }
        // Whatever the parent had open is none of ours.
        closefrom(3)
        signal(SIGPIPE, SIG_IGN)
        boundWhatIsWritten()
        umask(0o077)
        guard let door = EngineDoor(path: path) else { exit(75) }
        // Who waits for the parent finds the door open. From here on it is a child of nobody: it must outlive the server.
        guard sip_agent_detach() == 0 else { fail("cannot leave its parent") }
        let helper = SIPHelper(door: door, farewells: FarewellFolder(path + ".calls"))
        var handlers = helper.handlers
        let context = Unmanaged.passRetained(helper).toOpaque()
        guard sip_agent_init(&handlers, context) == 0 else { fail("SIP cannot be started") }
        helper.begin(context)
        _ = sip_agent_run()
        door.close()
    }

    /// libre writes a line about every packet that it cannot read. Whoever sends many must not fill the disk that the journal
    /// is on: beyond this nothing more is written.
    private static func boundWhatIsWritten() {
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    }

    private static func write(_ text: String) {
        var text = text
        text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private static func fail(_ why: String) -> Never {
        write("nightcall-sip: \(why): \(String(cString: strerror(errno)))\n")
        exit(70)
    }
}
