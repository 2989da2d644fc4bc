"""Whether the fuzz run finds what is there: a small server with one fault planted at a time. Run by tests/fuzz.sh --self-check."""

import base64
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import unittest
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from urllib.parse import parse_qs, unquote

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from fuzzing.document import Document  # noqa: E402
from fuzzing.people import GUARDED, People, READ_SCOPE, ROLES, aim, is_guarded  # noqa: E402
from fuzzing.requests import Request  # noqa: E402
from fuzzing.values import Learned, Maker, NASTY, mutate, text_of  # noqa: E402

REQUESTS = 900
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
THING = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}


def answers(*statuses, success):
    """What an operation documents."""
    return {"200": {"content": success}, **{str(status): {"content": PROBLEM} for status in statuses}}


def operation(name, *statuses, success, roles=ROLES, scope=READ_SCOPE, **more):
    return {
        "operationId": name, "description": f"It does.\n\nRoles: {', '.join(roles)}.", "security": [{"clientCredentials": [scope]}],
        "responses": answers(*statuses, success=success), **more}


ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^thing-[0-9]{4}$"}}
KEY = {"name": "Idempotency-Key", "in": "header", "required": True, "schema": {"type": "string"}}
SHELF = {"application/json": {"schema": {"type": "object", "required": ["items"], "properties": {
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}}}}}
DOCUMENT = {
    "openapi": "3.1.1",
    "paths": {
        "/api/v1/things": {"get": operation("list", 400, 401, 429, success=SHELF, parameters=[
            {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 9}}])},
        "/api/v1/things/{id}": {
            "get": operation("read", 401, 404, 429, success=THING, parameters=[ID]),
            "put": operation(
                "put", 400, 401, 403, 404, 413, 415, 422, 429, success=THING, roles=("clerk", "admin"), scope="registry.write", parameters=[ID, KEY],
                requestBody={"required": True, "content": {"application/json": {
                    "schema": {"$ref": "#/components/schemas/ThingBody"}, "example": {"name": "a thing"}}}})},
    },
    "components": {"schemas": {
        "Thing": {"type": "object", "required": ["id", "name", "on"], "additionalProperties": False, "properties": {
            "id": {"type": "string"}, "name": {"type": "string"}, "on": {"type": ["null", "string"], "format": "date"}}},
        "ThingBody": {"type": "object", "required": ["name"], "additionalProperties": False, "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": 20}, "on": {"type": ["null", "string"], "format": "date"}}},
        "Problem": {"type": "object", "required": ["type", "title", "status", "detail"], "properties": {"status": {"type": "integer"}}},
    }},
}
SIGNATURE, NARROW = "signed-by-the-server", "bmFycm93"
THINGS = [{"id": f"thing-000{n}", "name": f"thing {n}", "on": None if n % 2 else "2026-01-02"} for n in range(4)]


class Registry(BaseHTTPRequestHandler):
    """Answers as DOCUMENT says, but for the fault that its server has planted."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one piece

    def log_message(self, *_):
        pass

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except (ConnectionError, ValueError):
            self.close_connection = True

    def send_error(self, code, message=None, explain=None):
        if code == 501:
            self.problem(405)
        else:
            # what could not be read left neither version nor method
            self.close_connection, self.request_version, self.command = True, "HTTP/1.1", self.command or "GET"
            self.answer(code, {}, "text/plain", b"")

    def __getattr__(self, name):
        if name.startswith("do_"):
            return self.serve
        raise AttributeError(name)

    @property
    def fault(self):
        return self.server.fault

    def serve(self):
        body = self.body()
        path = self.path.split("?")[0]
        if path == "/connect/token":
            return self.token(body)
        if path == "/openapi/v1.json":
            return self.answer(200, DOCUMENT)
        role = (self.headers.get("Authorization") or "").removeprefix("Bearer ").split(".")[0]
        tokens = self.headers.get_all("Authorization") or []
        is_good = len(tokens) == 1 and role in ROLES and tokens[0].split(".")[1:] in (["e30", SIGNATURE], [NARROW, SIGNATURE])
        if not is_good and (self.fault != "open door" or self.command != "GET"):
            return self.problem(401)
        if self.command == "PUT" and NARROW in tokens[0].split(".") and self.fault != "scope":
            return self.problem(403)
        return self.route(path, role, body)

    def route(self, path, role, body):
        parts = [unquote(part, errors="replace") for part in path.split("/")]
        if path == "/api/v1/things" and self.command == "GET":
            return self.list()
        if len(parts) == 5 and parts[:4] == ["", "api", "v1", "things"] and self.command in ("GET", "PUT"):
            if self.command == "PUT" and role not in ("clerk", "admin") and self.fault != "role":
                return self.problem(403)
            if not re.fullmatch(r"thing-[0-9]{4}", parts[4]):
                return self.problem(404)
            return self.read(parts[4]) if self.command == "GET" else self.put(parts[4], body)
        known = path == "/api/v1/things" or len(parts) == 5 and parts[:4] == ["", "api", "v1", "things"]
        return self.problem(405 if known else 404)

    def list(self):
        query = parse_qs(self.path.partition("?")[2], keep_blank_values=True, max_num_fields=2000)
        if set(query) - {"limit"} or query and (len(query["limit"]) > 1 or query["limit"][0] not in "123456789"):
            return self.problem(400)
        return self.answer(200, {"items": THINGS})

    def read(self, id):
        thing = next((thing for thing in THINGS if thing["id"] == id), None)
        if thing is None:
            return self.problem(404)
        if self.fault == "schema":
            return self.answer(200, {**thing, "on": "yesterday"})
        if self.fault == "media type":
            return self.answer(200, thing, "text/html")
        return self.answer(200, thing)

    def put(self, id, body):
        key = self.headers.get("Idempotency-Key")
        if not key or len(self.headers.get_all("Idempotency-Key")) > 1:
            return self.problem(400)
        if self.fault == "hang up" and len(body) > 500:
            self.close_connection = True
            return None
        if self.headers.get_content_type() != "application/json":
            return self.problem(415)
        try:
            said = json.loads(body.decode())
        except (ValueError, RecursionError):
            return self.problem(500 if self.fault == "500" else 400)
        if CHECK(said) is not None:
            if self.fault == "log":
                print("fail: Registry[2]\n      A defect: PUT ended in an exception", file=self.server.log, flush=True)
            return self.problem(418 if self.fault == "undocumented" else 400)
        with self.server.lock:
            first = self.server.answers.setdefault(key, (id, body))
        if first != (id, body) and self.fault != "key reused":
            return self.problem(422)
        count = self.server.count = self.server.count + 1
        return self.answer(200, {"id": id, "name": f"{count}" if self.fault == "repeat" else said["name"], "on": None})

    def problem(self, status):
        said = {"type": f"/problems/{status}", "title": "No", "status": status, "detail": "It is refused."}
        if self.fault == "problem member" and status == 400:
            del said["detail"]
        if self.fault == "bare 404" and status == 404 and not self.path.startswith("/api/v1/things"):
            return self.answer(404, {}, "text/plain", b"Not Found")
        if self.fault == "leak" and status == 400:
            said["detail"] = "System.FormatException\n   at Registry.Read()"
        return self.answer(status, said, "application/problem+json")

    def token(self, body):
        form = parse_qs(body.decode("utf-8", "replace"), max_num_fields=2000)
        client = (form.get("client_id") or [""])[0]
        if self.fault == "token 500" and form.get("grant_type") != ["client_credentials"]:
            return self.problem(500)
        is_right = form.get("grant_type") == ["client_credentials"] and form.get("client_secret") == [f"secret-of-{client}"] and client in ROLES
        if self.command != "POST" or not is_right:
            return self.answer(400, {"error": "invalid_request"})
        return self.answer(200, {"access_token": f"{client}.{NARROW if form.get('scope') == [READ_SCOPE] else 'e30'}.{SIGNATURE}", "token_type": "Bearer", "expires_in": 600})

    def body(self):
        if (self.headers.get("Transfer-Encoding") or "") == "chunked":
            pieces = []
            try:
                while size := int(self.rfile.readline() or b"0", 16):
                    pieces.append(self.rfile.read(size))
                    self.rfile.readline()
                self.rfile.readline()
            except ValueError:
                self.close_connection = True
            return b"".join(pieces)
        length = self.headers.get("Content-Length") or "0"
        if not length.isdigit() or len(length) > 9:
            self.close_connection = True
            return b""
        return self.rfile.read(int(length))

    def answer(self, status, value, media="application/json", raw=None):
        body = json.dumps(value).encode() if raw is None else raw
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


CHECK = Document(DOCUMENT).schemas.of(DOCUMENT["components"]["schemas"]["ThingBody"])


@contextmanager
def registry(fault):
    with tempfile.TemporaryDirectory() as folder:
        credentials, log = os.path.join(folder, "first-run.json"), os.path.join(folder, "log")
        with open(credentials, "w", encoding="utf-8") as file:
            json.dump([{"clientId": role, "clientSecret": f"secret-of-{role}", "role": role} for role in ROLES], file)
        server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
        server.daemon_threads = True
        server.fault, server.answers, server.lock, server.count = fault, {}, threading.Lock(), 0
        with open(log, "w", encoding="utf-8") as server.log:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield f"http://127.0.0.1:{server.server_address[1]}", credentials, log
            finally:
                server.shutdown()
                server.server_close()


def fuzz(fault, seed=7, requests=REQUESTS):
    with registry(fault) as (url, credentials, log):
        run = subprocess.run(
            [sys.executable, "-B", os.path.join(HERE, "fuzz.py"), "--url", url, "--credentials", credentials, "--log", log,
             "--requests", str(requests), "--seed", str(seed), "--workers", "2"],
            capture_output=True, text=True, timeout=300, check=False)
    return run.returncode, run.stdout, run.stderr


class PlantedFaults(unittest.TestCase):
    def test_a_server_that_keeps_its_word_is_found_to(self):
        code, out, err = fuzz(None)
        self.assertEqual((0, ""), (code, err), out)
        self.assertRegex(out.splitlines()[-1], r"^\d+ requests, 0 answers of 5xx, 0 undocumented statuses$")
        self.assertGreaterEqual(int(out.splitlines()[-1].split()[0]), REQUESTS)
        self.assertNotIn("FINDING", out)

    def assert_found(self, fault, kind, where, requests=REQUESTS):
        code, out, err = fuzz(fault, requests=requests)
        self.assertNotEqual(0, code, out + err)
        self.assertRegex(out, rf"FINDING {kind}: {re.escape(where)}")
        self.assertNotIn("secret-of-", out)
        self.assertNotIn(SIGNATURE, out)
        return out

    def test_a_500(self):
        out = self.assert_found("500", "5xx", "PUT /api/v1/things/{id}")
        self.assertNotIn(" 0 answers of 5xx", out.splitlines()[-1])

    def test_an_undocumented_status(self):
        out = self.assert_found("undocumented", "undocumented status", "PUT /api/v1/things/{id}: 418")
        self.assertNotIn(" 0 undocumented", out.splitlines()[-1])

    def test_an_answer_that_is_not_of_its_schema(self):
        self.assertIn("no date", self.assert_found("schema", "schema", "GET /api/v1/things/{id}"))

    def test_an_answer_of_another_media_type(self):
        self.assert_found("media type", "media type", "GET /api/v1/things/{id}")

    def test_a_problem_without_a_required_member(self):
        self.assertIn("has no 'detail'", self.assert_found("problem member", "problem", "PUT /api/v1/things/{id}"))

    def test_a_404_that_is_no_problem(self):
        self.assert_found("bare 404", "problem", "unknown path")

    def test_a_token_endpoint_that_fails(self):
        self.assert_found("token 500", "5xx", "token: POST /connect/token")

    def test_a_door_without_a_lock(self):
        self.assert_found("open door", "authorisation", "GET /api/v1/things")

    def test_a_command_of_a_role_that_is_not_admitted(self):
        self.assert_found("role", "authorisation", "PUT /api/v1/things/{id}")

    def test_a_command_by_a_token_that_may_only_read(self):
        self.assertIn("registry.read alone", self.assert_found("scope", "authorisation", "PUT /api/v1/things/{id}", 6 * REQUESTS))

    def test_a_repeat_that_is_answered_otherwise(self):
        self.assert_found("repeat", "repeat", "PUT /api/v1/things/{id}")

    def test_a_key_used_again_for_another_body(self):
        self.assert_found("key reused", "repeat", "PUT /api/v1/things/{id}")

    def test_a_connection_closed_without_an_answer(self):
        self.assert_found("hang up", "no answer", "PUT /api/v1/things/{id}")

    def test_an_answer_that_shows_the_program_from_within(self):
        self.assert_found("leak", "leak", "PUT /api/v1/things/{id}")

    def test_an_error_in_the_log(self):
        self.assertIn("A defect", self.assert_found("log", "log", "the program's log"))


class Parts(unittest.TestCase):
    def fault(self, schema, value):
        return Document({"paths": {}}).schemas.of(schema)(value)

    def test_the_validator_knows_right_from_wrong(self):
        rows = [
            ({"type": "integer"}, 1, 1.5), ({"type": "integer"}, 2.0, True), ({"type": ["null", "string"]}, None, 1), ({"enum": ["a"]}, "a", "A"),
            ({"type": "string", "pattern": "^a$"}, "a", "a\n"), ({"maxLength": 2}, "长长", "abc"), ({"minimum": 1}, 1, 0),
            ({"format": "int32", "type": "integer"}, -2 ** 31, 2 ** 31),
            ({"type": "string", "format": "date"}, "2026-02-28", "2026-2-28"),
            ({"type": "string", "format": "date-time"}, "2026-02-28T10:00:00Z", "2026-02-28 10:00"),
            ({"required": ["a"]}, {"a": None}, {}), ({"properties": {"a": {"type": "string"}}, "additionalProperties": False}, {"a": ""}, {"b": 1}),
            ({"additionalProperties": {"type": "integer"}}, {"x": 1}, {"x": "1"}), ({"items": {"type": "string"}}, ["a"], ["a", 1]),
            ({"minItems": 1}, [1], []),
            ({"oneOf": [{"type": "null"}, {"type": "string"}]}, None, 1), ({"oneOf": [{"type": "integer"}, {"minimum": 5}]}, 1, 6),
            ({"anyOf": [{"type": "integer"}, {"minimum": 5}]}, 6, 4.5), ({"allOf": [{"type": "integer"}, {"minimum": 5}]}, 6, 4),
        ]
        for schema, right, wrong in rows:
            self.assertIsNone(self.fault(schema, right), (schema, right))
            self.assertIsNotNone(self.fault(schema, wrong), (schema, wrong))

    def test_a_schema_that_holds_itself_is_followed(self):
        document = Document({"paths": {}, "components": {"schemas": {"Node": {
            "type": "object", "properties": {"next": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Node"}]}}, "required": ["next"]}}}})
        check = document.schemas.of({"$ref": "#/components/schemas/Node"})
        self.assertIsNone(check({"next": {"next": None}}))
        self.assertIn(".next.next", check({"next": {"next": 1}}))

    def test_what_is_made_for_a_schema_fits_it(self):
        document = Document(DOCUMENT)
        schema = DOCUMENT["components"]["schemas"]["ThingBody"]
        for seed in range(200):
            made = Maker(document, Random(seed), Learned(), lambda pattern: []).of(schema)
            self.assertIsNone(document.schemas.of(schema)(made), made)
            self.assertIsInstance(mutate(made, Random(seed)), bytes)
        self.assertRegex(text_of("^site-[0-9a-hjkmnp-tv-z]{26}$", Random(1)), r"^site-[0-9a-hjkmnp-tv-z]{26}\Z")

    def test_the_nasty_values_that_were_asked_for_are_there(self):
        for value in ('"\\u0000"', '"\\ud800"', "9223372036854775808", f'"{"长" * 5000}"', '"=cmd|\' /C calc\'!A0"', '"../../etc/passwd"',
                      '"http://169.254.169.254/"'):
            self.assertIn(value, NASTY)

    def test_no_command_goes_to_the_runs_own_accounts(self):
        people = People.__new__(People)
        people.own = {"clerk-wang", "clerk"}
        prefix = GUARDED[0][0]
        path, body = aim(people, f"{prefix}/Clerk-Wang/lock", b'{"clientId": "CLERK","role":"clerk"}', Random(1), ["clerk-wang", "someone"])
        self.assertEqual((f"{prefix}/someone/lock", b'{"clientId": "someone","role":"clerk"}'), (path, body))
        self.assertEqual(f"{prefix}/someone?a=1", aim(people, f"{prefix}/clerk?a=1", b"", Random(1), ["someone"])[0])
        self.assertEqual(f"{prefix}/another", aim(people, f"{prefix}/another", b"", Random(1), [])[0])
        self.assertNotIn(aim(people, f"{prefix}/clerk%2Dwang", b"", Random(1), [])[0], (f"{prefix}/clerk%2Dwang", f"{prefix}/clerk-wang"))
        self.assertTrue(is_guarded(f"{prefix}/x") and not is_guarded("/api/v1/sites/x"))

    def test_a_request_can_be_sent_again_from_a_shell_without_its_secrets(self):
        for body in (b'{"a":"it\'s"}', b"\x00\xff", b"@file"):
            headers = [("Authorization", "Bearer abc.def"), ("X", "\u202e'")]
            request = Request("operation", "clerk", "clerk", "PUT", "/x?a='b", headers, body, secrets=(("abc.def", "TOKEN"),))
            script = "curl() { printf '%s\\n' \"$@\" | base64 -w0; echo; if [[ $* == *'@-' ]]; then base64 -w0; fi; }; TOKEN=mine\n" + request.curl("http://h")
            echo = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout.splitlines()
            words = base64.b64decode(echo[0]).decode().split("\n")
            self.assertNotIn("abc.def", request.curl("http://h"))
            for word in ("http://h/x?a='b", "Authorization: Bearer mine", "X: \u202e'"):
                self.assertIn(word, words)
            self.assertEqual(body, base64.b64decode(echo[1]) if "@-" in words else words[words.index("--data-binary") + 1].encode())


if __name__ == "__main__":
    unittest.main()
