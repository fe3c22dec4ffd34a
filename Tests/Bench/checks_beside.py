"""The same round of checks made by nightcall-bench, by xargs over the monitoring plugins, and by Ansible.

Fifty targets, which are addresses of the loopback on which one nginx answers; ten checks each: three of a page, three of a
port, two plugins, two commands. Each program is timed whole, from its start to its end, in turn.
"""
import json
import socket
import statistics
import subprocess
import time
from pathlib import Path

PLUGINS = "/usr/lib/nagios/plugins"
TARGETS, PARALLEL = 50, 64


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Nginx:
    """One nginx on as many addresses of the loopback as there are targets."""

    def __init__(self, folder):
        self.folder, self.port = Path(folder), free_port()
        (self.folder / "www").mkdir(parents=True, exist_ok=True)
        (self.folder / "www/index.html").write_text("<html>ok</html>\n", encoding="utf-8")
        listen = " ".join(f"listen 127.0.0.{number}:{self.port};" for number in range(1, TARGETS + 1))
        paths = " ".join(
            f"{kind}_temp_path {self.folder};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (self.folder / "nginx.conf").write_text(
            f"master_process off; pid {self.folder}/nginx.pid; error_log {self.folder}/error.log;\n"
            "events { worker_connections 1024; }\n"
            f"http {{ {paths} access_log off; server {{ {listen} root {self.folder}/www; }} }}\n", encoding="utf-8")

    def tell(self, *words):
        subprocess.run(
            ["/usr/sbin/nginx", "-p", self.folder, "-e", self.folder / "error.log", "-c", self.folder / "nginx.conf", *words],
            check=True)

    def __enter__(self):
        # Returns when its ports take connections: it goes into the background only then.
        self.tell()
        return self

    def __exit__(self, *_):
        self.tell("-s", "stop")


def timed(command, **more):
    began = time.monotonic()
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)
    if done.returncode != 0:
        raise SystemExit(f"bench: {command[0]} has found what is not there: {done.stdout[-500:]} {done.stderr[-500:]}")
    return time.monotonic() - began, done.stdout


def write_lines(path, port):
    """One command a line, as a person would give them to xargs."""
    with open(path, "w", encoding="utf-8") as lines:
        for number in range(1, TARGETS + 1):
            host = f"127.0.0.{number}"
            for command, times in (
                    (f"{PLUGINS}/check_http -I {host} -p {port} -s ok", 3), (f"{PLUGINS}/check_tcp -H {host} -p {port}", 3),
                    (f"{PLUGINS}/check_disk -c 1 -p /tmp", 2), (f"{PLUGINS}/check_dummy 0 fine", 2)):
                lines.write(f"{command}\n" * times)


def write_playbook(folder, port):
    hosts = "\n".join(f"127.0.0.{number} ansible_connection=local" for number in range(1, TARGETS + 1))
    (folder / "hosts").write_text(hosts + "\n", encoding="utf-8")
    page = {"ansible.builtin.uri": {"url": f"http://{{{{ inventory_hostname }}}}:{port}/", "return_content": True}}
    port_open = {"ansible.builtin.wait_for": {"host": "{{ inventory_hostname }}", "port": port, "timeout": 5}}
    disk = {"ansible.builtin.command": f"{PLUGINS}/check_disk -c 1 -p /tmp"}
    fine = {"ansible.builtin.command": f"{PLUGINS}/check_dummy 0 fine"}
    play = [{
        "hosts": "all", "gather_facts": False, "strategy": "free", "vars": {"ansible_python_interpreter": "/usr/bin/python3"},
        "tasks": [page] * 3 + [port_open] * 3 + [disk] * 2 + [fine] * 2}]
    # JSON is YAML.
    (folder / "play.yml").write_text(json.dumps(play), encoding="utf-8")
    (folder / "ansible.cfg").write_text(
        "[defaults]\nforks = 20\nretry_files_enabled = False\n[connection]\npipelining = True\n", encoding="utf-8")


def measure(bench):
    folder = bench.work / "checks"
    folder.mkdir(exist_ok=True)
    with Nginx(folder) as nginx:
        write_lines(folder / "lines", nginx.port)
        write_playbook(folder, nginx.port)
        found = {"nightcall": [], "xargs": [], "ansible": []}
        for turn in range(bench.rounds):
            bench.say(f"  checks, {turn + 1} of {bench.rounds}")
            took, said = timed([bench.bench, "checks", TARGETS, nginx.port])
            if json.loads(said)["normal"] != 10 * TARGETS:
                raise SystemExit(f"bench: nightcall has found what is not there: {said}")
            found["nightcall"].append(took)
            with open(folder / "lines", encoding="utf-8") as lines:
                took, _ = timed(["xargs", "-P", PARALLEL, "-L", 1, "env"], stdin=lines)
            found["xargs"].append(took)
            took, _ = timed(
                ["ansible-playbook", "-i", folder / "hosts", folder / "play.yml"], cwd=folder,
                env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8", "ANSIBLE_CONFIG": str(folder / "ansible.cfg")})
            found["ansible"].append(took)
            bench.note({"measure": "checks-beside", **{name: times[-1] for name, times in found.items()}})
    what = f"{TARGETS} targets × 10 checks:"
    ours = statistics.median(found["nightcall"])
    bench.add(f"{what} NightCall", ours, "s")
    for name, wanted in (("xargs", 1), ("ansible", 20)):
        bench.add(f"{what} {name}", statistics.median(found[name]), "s")
        times = statistics.median(theirs / mine for theirs, mine in zip(found[name], found["nightcall"]))
        bench.add(f"{what} NightCall beside {name}", times, "times as fast", f"≥ {wanted}", times >= wanted)
