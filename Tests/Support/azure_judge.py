#!/usr/bin/env python3
"""azure_judge.py ADDRESS TOKEN MACHINE ACTION: Microsoft's own client against the fake of Azure Resource Manager.

Prints one JSON object: what the client made of it, poll by poll. Runs in .work/azure, where needs.sh installs the client.
"""
import json
import sys
import time

from azure.core.credentials import AccessToken
from azure.core.exceptions import HttpResponseError
from azure.mgmt.compute import ComputeManagementClient


class Given:
    def __init__(self, token):
        self.token = token

    def get_token(self, *scopes, **more):
        return AccessToken(self.token, int(time.time()) + 3_000)


address, token, machine, action = sys.argv[1:]
parts = machine.split("/")
client = ComputeManagementClient(Given(token), parts[2], base_url=address, api_version="2024-07-01")
found = {}
try:
    if action == "view":
        view = client.virtual_machines.instance_view(parts[4], parts[8], enforce_https=False)
        found = {"power": [s.code for s in view.statuses], "agent": [s.display_status for s in (view.vm_agent.statuses if view.vm_agent else [])]}
    else:
        begin = getattr(client.virtual_machines, "begin_" + action)
        poller = begin(parts[4], parts[8], enforce_https=False)
        polls = []
        while not poller.done():
            polls.append(poller.status())
            poller.wait(1)
        polls.append(poller.status())
        found = {"polls": polls, "end": poller.status()}
except HttpResponseError as error:
    found = {"error": error.error.code if error.error else None, "status": error.status_code}
print(json.dumps(found))
