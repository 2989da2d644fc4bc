"""The program as a process of its own, and its API by the standard library."""

import json
import os
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
# One address asks for everybody here.
LIMITS = {
    "RateLimit__PerSecond": "1000000", "RateLimit__Burst": "10000000", "RateLimit__UnitPerSecond": "1000000", "RateLimit__UnitBurst": "1000000",
    "RateLimit__AttemptsPerMinute": "1000000",
}
START_SECONDS = 180
TOKEN_SECONDS = 120


class Program:
    def __init__(self, program, folder):
        self.program, self.folder, self.process = program, folder, None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"

    def start(self):
        log = open(os.path.join(self.folder, "log"), "ab")
        self.process = subprocess.Popen(
            ["dotnet", self.program, "--urls", self.url], cwd=self.folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            env={**os.environ, **LIMITS, "Registry__DataFolder": os.path.join(self.folder, "data")})
        log.close()
        begun = time.monotonic()
        while time.monotonic() - begun < START_SECONDS and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/healthz/ready", timeout=5).close()
                return
            except OSError:
                time.sleep(0.3)
        with open(os.path.join(self.folder, "log"), encoding="utf-8", errors="replace") as told:
            raise SystemExit(f"the program did not start:\n{told.read()[-3000:]}")

    def kill(self):
        """As a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill()


class Person:
    """Somebody with a client of the registry."""

    def __init__(self, url, client, secret):
        self.url, self.client, self.secret = url, client, secret
        self.lock, self.token, self.drawn = threading.Lock(), None, 0.0

    def ask(self, method, path, body=None, media="application/json", key=None):
        """Status and body; the body is read as JSON when it is JSON."""
        headers = {"Authorization": f"Bearer {self._token()}", "Accept-Language": "zh-CN"}
        if method != "GET":
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
        if body is not None:
            headers["Content-Type"] = media
        return send(urllib.request.Request(f"{self.url}/api/v1{path}", body, headers, method=method))

    def upload(self, table, file, media, name="文件"):
        return self.ask("POST", f"/imports?table={table}&fileName={urllib.parse.quote(name)}", file, media)

    def settled(self, import_id, patience=300, until=lambda import_: False):
        """The import once nothing of it is under way, or once it is as asked."""
        begun = time.monotonic()
        while True:
            status, import_ = self.ask("GET", f"/imports/{import_id}")
            if status == 200 and (import_["state"] not in ("receiving", "checking", "applying") or until(import_)):
                return import_
            if time.monotonic() - begun > patience:
                raise SystemExit(f"{import_id} is still under way after {patience} s: {import_}")
            time.sleep(0.1)

    def _token(self):
        with self.lock:
            if self.token is None or time.monotonic() - self.drawn > TOKEN_SECONDS:
                form = urllib.parse.urlencode({"grant_type": "client_credentials", "client_id": self.client, "client_secret": self.secret}).encode()
                status, answer = send(urllib.request.Request(f"{self.url}/connect/token", form))
                if status != 200:
                    raise SystemExit(f"{self.client} got no token: {status} {answer}")
                self.token, self.drawn = answer["access_token"], time.monotonic()
            return self.token


def send(request):
    try:
        answer = urllib.request.urlopen(request, timeout=120)
    except urllib.error.HTTPError as refusal:
        answer = refusal
    with answer:
        body = answer.read()
        media = answer.headers.get_content_type()
        return answer.status, json.loads(body) if media in ("application/json", "application/problem+json") and body else body


def unit_code(number):
    """A code with right check digits (GB 32100, GB 11714)."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    organisation = f"{number:08d}"
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(organisation, (3, 7, 9, 10, 5, 8, 4, 2))) % 11
    body = "12360100" + organisation + {10: "X", 11: "0"}.get(rest, str(rest))
    total = sum(alphabet.index(letter) * pow(3, place, 31) for place, letter in enumerate(body))
    return body + alphabet[(31 - total % 31) % 31]
