"""The fake of Azure Resource Manager, judged by Microsoft's own client."""
import json
import os
import subprocess
import unittest
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
MACHINE = "/subscriptions/0f0e0d0c-0000-4000-8000-000000000001/resourceGroups/shop/providers/Microsoft.Compute/virtualMachines/web-1"


class FakeARM(unittest.TestCase):
    def setUp(self):
        self.fake = subprocess.Popen(["/usr/bin/python3", os.path.join(HERE, "Peers/fake_arm.py")], stdout=subprocess.PIPE, text=True)
        self.address = "http://127.0.0.1:" + self.fake.stdout.readline().split()[1]
        form = {"client_id": "0f0e0d0c-0000-4000-8000-000000000002", "client_secret": "the secret of the fake",
                "scope": "https://management.azure.com/.default", "grant_type": "client_credentials"}
        self.token = json.load(self.ask("POST", "/acme.onmicrosoft.com/oauth2/v2.0/token", urllib.parse.urlencode(form)))["access_token"]

    def tearDown(self):
        self.fake.kill()
        self.fake.wait()
        self.fake.stdout.close()

    def ask(self, method, path, body=None):
        return urllib.request.urlopen(urllib.request.Request(self.address + path, method=method, data=body and body.encode()))

    def machine(self, **facts):
        self.ask("PUT", "/_fake/machines/web-1", json.dumps(facts)).close()

    def judge(self, action):
        words = [os.path.join(ROOT, ".work/azure/bin/python"), os.path.join(HERE, "azure_judge.py"), self.address, self.token, MACHINE, action]
        return json.loads(subprocess.run(words, check=True, capture_output=True, text=True, timeout=120).stdout)

    def test_a_restart_is_polled_until_it_has_succeeded(self):
        self.machine(operation=2.5, boot=60)
        found = self.judge("restart")
        self.assertEqual(found["end"], "Succeeded")
        self.assertIn("InProgress", found["polls"])
        # It is not back, and Microsoft's client says the same of the view.
        self.assertEqual(self.judge("view")["agent"], ["Not Ready"])

    def test_what_is_stopped_is_not_restarted(self):
        self.machine(power="stopped", agent="none")
        self.assertEqual(self.judge("restart"), {"error": "OperationNotAllowed", "status": 409})
        self.assertEqual(self.judge("view"), {"power": ["ProvisioningState/succeeded", "PowerState/stopped"], "agent": []})

    def test_an_operation_that_is_abandoned_has_failed(self):
        self.machine(operation=0.1, fails="Canceled")
        self.assertEqual(self.judge("restart"), {"error": "InternalOperationError", "status": 200})

    def test_a_machine_that_is_not_there(self):
        self.assertEqual(self.judge("view"), {"error": "ResourceNotFound", "status": 404})


if __name__ == "__main__":
    unittest.main()
