#!/usr/bin/env python3
"""Azure Resource Manager, its tokens and its metadata service, as far as NightCall asks them: for tests.

    fake_arm.py            prints "listening PORT" and serves on the loopback until it is killed

Written from Microsoft's published descriptions; Microsoft's own client (azure-mgmt-compute) is held against it in
test_fake_arm.py. Machines live in memory. A restart behaves as recorded ones do: the operation "succeeds" at once, and the
machine is away for a while afterwards.

What a test sets and asks goes through /_fake/…, which no cloud has:

    PUT  /_fake/machines/NAME   {"power": "running", "agent": "ready", "operation": 0.2, "boot": 1.0, …}; with 0 it is done at once;
                                 "listens": true opens a port, which is told, as long as the machine is well;
                                 after a restart of a "stale" one the agent's last word is of before
    PUT  /_fake/certificate     PEM: that of the application
    PUT  /_fake/answers         {"path": "…availabilityStatuses/current", "body": {…}}: a canned answer to a GET, or to another
                                 "method", with "status" and "headers"
    PUT  /_fake/bucket          {"size": 250, "rate": 25}: more requests than that are refused with 429
    PUT  /_fake/faults          [{"method": "POST", "path": "restart", "times": 1, "status": 429, "headers": {…}, "body": …,
                                  "cut": true, "after": true}]: `after` does the deed first, `cut` closes the connection
    GET  /_fake/requests        {"requests": [{"method": …, "path": …, "at": …}], "tokens": […]}: what came, and what was given out;
                                DELETE forgets what came
"""
import asyncio
import base64
import datetime
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid

from aiohttp import web

SUBSCRIPTION = "0f0e0d0c-0000-4000-8000-000000000001"
TENANT = "acme.onmicrosoft.com"
CLIENT = "0f0e0d0c-0000-4000-8000-000000000002"
SECRET = "the secret of the fake"


def stamp(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).isoformat().replace("+00:00", "Z")


class Machine:
    def __init__(self, name, facts):
        self.name = name
        self.vm_id = facts.get("vmId", str(uuid.uuid5(uuid.NAMESPACE_DNS, name)))
        self.power = facts.get("power", "running")
        self.agent = facts.get("agent", "ready")
        self.operation = facts.get("operation", 0.2)
        self.boot = facts.get("boot", 1.0)
        self.fails = facts.get("fails")
        self.stale = facts.get("stale")
        self.extensions = facts.get("extensions", [])
        self.booted_at = time.time() - 86_400
        self.back_at = None
        self.heard_at = None
        self.made_at = time.time()
        self.port = None
        self.service = None

    def settle(self):
        if self.back_at is not None and time.time() >= self.back_at:
            self.booted_at, self.back_at = self.back_at, None
            self.power, self.agent, self.heard_at = "running", "ready", self.made_at if self.stale else None

    async def serve(self):
        """A port that is open while the machine is well, and the same one again after it was away."""
        self.service = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", self.port or 0)
        self.port = self.service.sockets[0].getsockname()[1]

    def silence(self):
        if self.service:
            self.service.close()
            self.service = None

    def begin(self, action):
        """What an operation does to the machine; the operation's own end comes earlier."""
        self.silence()
        if self.port and action in ("restart", "start", "redeploy"):
            loop = asyncio.get_running_loop()
            loop.call_later(self.boot, lambda: loop.create_task(self.serve()))
        if action == "restart":
            self.agent, self.heard_at, self.back_at = "not ready", time.time(), time.time() + self.boot
        elif action in ("start", "redeploy"):
            self.power = "starting" if action == "start" else "running"
            self.agent, self.back_at = "not ready", time.time() + self.boot
        elif action == "powerOff":
            self.power, self.agent = "stopped", "none"
        elif action == "deallocate":
            self.power, self.agent = "deallocated", "none"

    def view(self):
        self.settle()
        view = {"statuses": [{"code": "ProvisioningState/succeeded", "level": "Info", "displayStatus": "Provisioning succeeded",
                              "time": stamp(self.booted_at)}]}
        if self.power:
            view["statuses"].append({"code": f"PowerState/{self.power}", "level": "Info", "displayStatus": f"VM {self.power}"})
        if self.agent == "ready":
            view["vmAgent"] = {"vmAgentVersion": "2.9.1.1", "statuses": [
                {"code": "ProvisioningState/succeeded", "level": "Info", "displayStatus": "Ready",
                 "message": "Guest Agent is running", "time": stamp(self.heard_at or time.time())}]}
        elif self.agent == "not ready":
            view["vmAgent"] = {"vmAgentVersion": "Unknown", "statuses": [
                {"code": "ProvisioningState/Unavailable", "level": "Warning", "displayStatus": "Not Ready",
                 "message": "VM status blob is found but not yet populated.", "time": stamp(time.time())}]}
        if self.extensions:
            view["extensions"] = self.extensions
        return view


class Fake:
    def __init__(self):
        self.machines, self.operations, self.answers, self.faults, self.requests = {}, {}, [], [], []
        self.tokens, self.life, self.asked, self.certificate = set(), 3599, 0, None
        self.bucket, self.issued = None, []

    # Who asks

    async def token(self, request):
        form = await request.post()
        self.asked += 1
        assertion = form.get("client_assertion")
        proven = form.get("client_secret") == SECRET or assertion and self.is_signed(assertion, str(request.url))
        wanted = form.get("grant_type") == "client_credentials" and form.get("client_id") == CLIENT and form.get("scope")
        if not (proven and wanted and request.match_info["tenant"] == TENANT):
            return web.json_response({
                "error": "invalid_client", "error_codes": [7000215], "timestamp": stamp(time.time()),
                "error_description": "AADSTS7000215: Invalid client secret provided.",
                "trace_id": str(uuid.uuid4()), "correlation_id": str(uuid.uuid4())}, status=401)
        return web.json_response({"token_type": "Bearer", "expires_in": self.life, "access_token": self.issue()})

    def is_signed(self, assertion, audience):
        """By the key of the certificate that was set: openssl judges."""
        head, claims, signature = (base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in assertion.split("."))
        head, claims = json.loads(head), json.loads(claims)
        with tempfile.TemporaryDirectory() as folder:
            def file(name, content):
                path = os.path.join(folder, name)
                with open(path, "wb") as out:
                    out.write(content)
                return path

            def openssl(*words):
                return subprocess.run(("openssl",) + words, capture_output=True)

            certificate = file("certificate", self.certificate.encode())
            der = openssl("x509", "-in", certificate, "-outform", "DER").stdout
            key = file("key", openssl("x509", "-in", certificate, "-noout", "-pubkey").stdout)
            verified = openssl("dgst", "-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32", "-verify", key,
                               "-signature", file("signature", signature), file("signed", assertion.rsplit(".", 1)[0].encode()))
        thumbprint = base64.urlsafe_b64encode(hashlib.sha256(der).digest()).decode().rstrip("=")
        return (verified.returncode == 0 and head == {"alg": "PS256", "typ": "JWT", "x5t#S256": thumbprint}
                and claims["aud"] == audience and claims["iss"] == claims["sub"] == CLIENT and claims["nbf"] <= time.time() < claims["exp"])

    async def identity(self, request):
        self.asked += 1
        if request.headers.get("Metadata") != "true" or "resource" not in request.query:
            return web.json_response({"error": "invalid_request", "error_description": "Required metadata header not specified"},
                                     status=400)
        end = int(time.time()) + self.life
        # Texts, where the other door gives numbers.
        return web.json_response({"access_token": self.issue(), "expires_in": str(self.life), "expires_on": str(end),
                                  "token_type": "Bearer", "resource": request.query["resource"]})

    def issue(self):
        token = "token-" + uuid.uuid4().hex
        self.tokens.add(token)
        self.issued.append(token)
        return token

    # What is asked

    @web.middleware
    async def door(self, request, handler):
        if request.path.startswith(("/_fake/", "/metadata/")) or request.path.endswith("/oauth2/v2.0/token"):
            return await handler(request)
        note = {"method": request.method, "path": request.path, "at": time.time()}
        if request.method in ("POST", "PUT"):
            note["body"] = await request.text()
        self.requests.append(note)
        fault = next((f for f in self.faults if f["times"] > 0 and f["method"] == request.method and f["path"] in request.path), None)
        if fault:
            fault["times"] -= 1
            if fault.get("after"):
                await handler(request)
            if fault.get("cut"):
                request.transport.abort()
                raise asyncio.CancelledError
            body = fault.get("body")
            text = body if isinstance(body, str) else json.dumps(body) if body is not None else ""
            return web.Response(status=fault["status"], headers=fault.get("headers", {}), text=text,
                                content_type=fault.get("type", "application/json"))
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return self.error(401, "InvalidAuthenticationToken", "The access token is invalid.",
                              {"WWW-Authenticate": 'Bearer authorization_uri="https://login.example/"'})
        if self.bucket and not self.takes():
            note["refused"] = True
            return web.json_response({"error": {"code": "SubscriptionRequestsThrottled", "message": "Too many requests."}}, status=429,
                                     headers={"Retry-After": "1"})
        if "api-version" not in request.query:
            return self.error(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required.")
        response = await handler(request)
        response.headers["x-ms-request-id"] = str(uuid.uuid4())
        response.headers["x-ms-ratelimit-remaining-subscription-reads"] = "249"
        return response

    def takes(self):
        """Whether the bucket holds one more."""
        size, rate, left, at = self.bucket
        left = min(size, left + (time.time() - at) * rate)
        self.bucket = (size, rate, left - 1 if left >= 1 else left, time.time())
        return left >= 1

    def error(self, status, code, message, headers=None):
        return web.json_response({"error": {"code": code, "message": message}}, status=status, headers=headers or {})

    def machine(self, request):
        return self.machines.get(request.match_info["name"].lower())

    def canned(self, request):
        for answer in self.answers:
            if answer.get("method", "GET") == request.method and answer["path"].lower() in request.path.lower():
                headers = {name: text.replace("HERE", f"http://{request.host}") for name, text in answer.get("headers", {}).items()}
                return web.json_response(answer.get("body"), status=answer.get("status", 200), headers=headers)
        return None

    async def get(self, request):
        canned = self.canned(request)
        if canned is not None:
            return canned
        machine = self.machine(request) if "name" in request.match_info else None
        if machine is None:
            return self.error(404, "ResourceNotFound", "The Resource was not found. For more details see https://aka.ms/ARMResourceNotFoundFix")
        if request.path.lower().endswith("/instanceview"):
            return web.json_response(machine.view())
        properties = {"vmId": machine.vm_id, "provisioningState": "Succeeded"}
        if request.query.get("$expand", "").lower() == "instanceview":
            properties["instanceView"] = machine.view()
        return web.json_response({
            "name": machine.name, "id": request.path, "type": "Microsoft.Compute/virtualMachines", "location": "japaneast",
            "properties": properties})

    async def list(self, request):
        canned = self.canned(request)
        if canned is not None:
            return canned
        return self.error(404, "ResourceNotFound", "The Resource was not found.")

    async def post(self, request):
        machine, action = self.machine(request), request.match_info["action"]
        if machine is None:
            return self.error(404, "ResourceNotFound", "The Resource was not found.")
        machine.settle()
        if action == "restart" and machine.power != "running":
            return self.error(409, "OperationNotAllowed",
                              "Operation 'restart' is not allowed on VM since the VM is not running. It requires the VM to be running.")
        machine.begin(action)
        if machine.operation == 0:
            return web.Response(status=200)
        name = str(uuid.uuid4())
        self.operations[name] = (time.time(), machine)
        base = f"{request.scheme}://{request.host}/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Compute/locations/japaneast/operations/{name}"
        return web.Response(status=202, headers={
            "Azure-AsyncOperation": base + "?api-version=2024-07-01", "Location": base + "?monitor=true&api-version=2024-07-01",
            "Retry-After": "1"})

    async def operation(self, request):
        found = self.operations.get(request.match_info["operation"])
        if found is None:
            return self.error(404, "NotFound", "The operation was not found.")
        began, machine = found
        done = time.time() - began >= machine.operation
        if "monitor" in request.query:
            return web.Response(status=200 if done else 202)
        told = {"name": request.match_info["operation"], "startTime": stamp(began), "status": "InProgress"}
        if done and machine.fails:
            told |= {"status": machine.fails, "endTime": stamp(time.time()),
                     "error": {"code": "InternalOperationError", "message": "This operation was requested a long time ago. Abandoning this operation."}}
        elif done:
            told |= {"status": "Succeeded", "endTime": stamp(time.time())}
        return web.json_response(told, headers={"Retry-After": "1"})

    # What a test sets

    async def set_machine(self, request):
        name, facts = request.match_info["name"].lower(), await request.json()
        machine = self.machines[name] = Machine(name, facts)
        if facts.get("listens"):
            await machine.serve()
            if machine.agent != "ready":
                machine.silence()
        return web.json_response({"port": machine.port})

    async def set_certificate(self, request):
        self.certificate = await request.text()
        return web.Response(status=204)

    async def set_answer(self, request):
        self.answers.insert(0, await request.json())
        return web.Response(status=204)

    async def set_faults(self, request):
        self.faults = await request.json()
        return web.Response(status=204)

    async def told(self, request):
        return web.json_response({"requests": self.requests, "asked": self.asked, "tokens": self.issued})

    async def forget_requests(self, request):
        self.requests.clear()
        return web.Response(status=204)

    async def forget_tokens(self, request):
        self.tokens.clear()
        return web.Response(status=204)

    async def set_bucket(self, request):
        told = await request.json()
        self.bucket = (told["size"], told["rate"], told["size"], time.time())
        return web.Response(status=204)

    async def set_life(self, request):
        self.life = (await request.json())["seconds"]
        return web.Response(status=204)


def application(fake):
    app = web.Application(middlewares=[fake.door], client_max_size=4 << 20)
    vm = r"/subscriptions/{subscription}/{groups:(?i:resourceGroups)}/{group}/providers/{compute:(?i:Microsoft\.Compute)}/{kind:(?i:virtualMachines)}/{name}"
    app.router.add_post("/{tenant}/oauth2/v2.0/token", fake.token)
    app.router.add_get("/metadata/identity/oauth2/token", fake.identity)
    app.router.add_get("/subscriptions/{subscription}/providers/Microsoft.Compute/locations/{place}/operations/{operation}", fake.operation)
    app.router.add_get(vm, fake.get)
    app.router.add_get(vm + "/{rest:.*}", fake.get)
    app.router.add_post(vm + "/{action:restart|start|powerOff|deallocate|redeploy}", fake.post)
    for add in (app.router.add_get, app.router.add_post, app.router.add_put):
        add("/{subscriptions:(?i:subscriptions)}/{rest:.*}", fake.list)
    app.router.add_put("/_fake/machines/{name}", fake.set_machine)
    app.router.add_put("/_fake/answers", fake.set_answer)
    app.router.add_put("/_fake/certificate", fake.set_certificate)
    app.router.add_put("/_fake/faults", fake.set_faults)
    app.router.add_put("/_fake/life", fake.set_life)
    app.router.add_put("/_fake/bucket", fake.set_bucket)
    app.router.add_delete("/_fake/tokens", fake.forget_tokens)
    app.router.add_get("/_fake/requests", fake.told)
    app.router.add_delete("/_fake/requests", fake.forget_requests)
    return app


async def main():
    runner = web.AppRunner(application(Fake()), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(f"listening {site._server.sockets[0].getsockname()[1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        sys.exit(0)
