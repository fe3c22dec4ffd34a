"""Two hundred machines at Azure, looked at side by side: by nightcall-bench, and by Microsoft's own client.

Azure is the fake of the tests, with the bucket that Azure Resource Manager gives one principal: 250 requests, 25 more a second.
"""
import json
import statistics
import subprocess
import sys
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MACHINES, SIZE, RATE = 200, 250, 25

# One instance view of each, by sixteen threads, as a person would write it; its own retries are on.
THEIRS = """
import concurrent.futures, sys, time
from azure.core.credentials import AccessToken
from azure.mgmt.compute import ComputeManagementClient
address, token, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
class Ours:
    def get_token(self, *scopes, **more): return AccessToken(token, int(time.time()) + 3000)
    def get_token_info(self, *scopes, **more):
        from azure.core.credentials import AccessTokenInfo
        return AccessTokenInfo(token, int(time.time()) + 3000)
client = ComputeManagementClient(Ours(), "0f0e0d0c-0000-4000-8000-000000000001", base_url=address)
def look(number):
    view = client.virtual_machines.instance_view("shop", f"web-{number}", enforce_https=False)
    return any(status.code == "PowerState/running" for status in view.statuses)
began = time.monotonic()
with concurrent.futures.ThreadPoolExecutor(16) as pool:
    fine = sum(pool.map(look, range(1, count + 1)))
print(f'{{"seconds": {time.monotonic() - began}, "normal": {fine}}}')
"""


class Fake:
    def __enter__(self):
        self.process = subprocess.Popen(
            ["/usr/bin/python3", ROOT / "Tests/Support/Peers/fake_arm.py"], stdout=subprocess.PIPE, text=True)
        self.address = f"http://127.0.0.1:{self.process.stdout.readline().split()[1]}"
        for number in range(1, MACHINES + 1):
            self.tell("PUT", f"/_fake/machines/web-{number}", {})
        self.tell("PUT", "/_fake/answers", {
            "path": "availabilityStatuses/current", "body": {"properties": {"availabilityState": "Available", "title": "Available"}}})
        self.tell("PUT", "/_fake/bucket", {"size": SIZE, "rate": RATE})
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def tell(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(self.address + path, data, method=method)) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def requests(self):
        told = self.tell("GET", "/_fake/requests")["requests"]
        return len(told), sum(one.get("refused", False) for one in told)

    def token(self):
        form = ("client_id=0f0e0d0c-0000-4000-8000-000000000002&client_secret=the+secret+of+the+fake"
                "&grant_type=client_credentials&scope=x")
        with urllib.request.urlopen(self.address + "/acme.onmicrosoft.com/oauth2/v2.0/token", form.encode()) as answer:
            return json.load(answer)["access_token"]


def ours(bench, *checks):
    with Fake() as fake:
        done = subprocess.run(
            [bench.bench, "clouds", str(MACHINES), fake.address, *checks], check=True, capture_output=True, text=True)
        said = json.loads(done.stdout)
        if said["normal"] != MACHINES * len(checks):
            raise SystemExit(f"bench: machines that are well were not found to be: {said}")
        return said, *fake.requests()


def theirs():
    with Fake() as fake:
        done = subprocess.run(
            [ROOT / ".work/azure/bin/python", "-c", THEIRS, fake.address, fake.token(), str(MACHINES)], check=True,
            capture_output=True, text=True)
        said = json.loads(done.stdout)
        if said["normal"] != MACHINES:
            raise SystemExit(f"bench: Microsoft's client has not found all machines well: {said}")
        return said


def measure(bench):
    seconds, whole = {"ours": [], "theirs": []}, []
    for turn in range(bench.rounds):
        bench.say(f"  clouds, {turn + 1} of {bench.rounds}")
        said, requests, refused = ours(bench, "azure.vm.power")
        seconds["ours"].append(said["seconds"])
        seconds["theirs"].append(theirs()["seconds"])
        whole.append(ours(bench, "azure.vm.power", "azure.vm.agent", "azure.health.resource"))
        bench.note({"measure": "clouds-beside", **{name: times[-1] for name, times in seconds.items()}, "requests": requests})
    what = f"{MACHINES} machines at Azure, a look at each:"
    bench.add(f"{what} NightCall", statistics.median(seconds["ours"]), "s")
    bench.add(f"{what} Microsoft's client, 16 threads", statistics.median(seconds["theirs"]), "s")
    times = statistics.median(other / mine for other, mine in zip(seconds["theirs"], seconds["ours"]))
    bench.add(f"{what} NightCall beside it", times, "times as fast", "≥ 1", times >= 1)
    what = f"{MACHINES} machines at Azure, three looks at each:"
    bench.add(f"{what} time", statistics.median(said["seconds"] for said, _, _ in whole), "s")
    bench.add(f"{what} requests", statistics.median(requests for _, requests, _ in whole), "")
    refused = max(refused for _, _, refused in whole)
    bench.add(f"{what} refused as too many", refused, "", "0", refused == 0)
    bench.add(f"{what} memory", statistics.median(said["bytes"] for said, _, _ in whole) / 1e6, "MB")


if __name__ == "__main__":
    sys.exit("it is measured by bench.py")
