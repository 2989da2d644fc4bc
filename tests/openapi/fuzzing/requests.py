"""Requests to one operation: right ones, and ones that are wrong in a part or several."""

import json
import shlex
import zlib
from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import quote

from .people import packed, unpadded
from .values import BODIES, Maker, NASTY_TEXTS, close_window, dump, mutate

PARTS = ("path", "query", "headers", "body", "token")
PART_WEIGHTS = (14, 20, 20, 40, 6)
INLINE_BYTES = 2000
# A longer request line is refused by the server with 414, before any operation: that is tried among the broken ones.
QUERY_LENGTH_MAX = 7000


@dataclass(slots=True)
class Request:
    """What is sent, and what the judge must know of it."""

    kind: str
    role: str
    client: str | None
    method: str
    path: str
    headers: list = field(default_factory=list)
    body: bytes | None = None
    token: str = "none"
    framing: str = "length"
    operation: object = None
    secrets: tuple = ()

    def raw(self, authority):
        lines = [f"{self.method} {self.path} HTTP/1.1"]
        if not any(name == "Host" for name, _ in self.headers):
            lines.append(f"Host: {authority}")
        lines.extend(f"{name}: {value}" for name, value in self.headers)
        body = self.body
        if body is not None and self.framing == "chunked":
            lines.append("Transfer-Encoding: chunked")
            half = len(body) // 2
            body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (body[:half], body[half:]) if piece) + b"0\r\n\r\n"
        elif body is not None:
            lines.append(f"Content-Length: {len(body)}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape") + (body or b"")

    def header(self, name):
        return next((value for known, value in self.headers if known.lower() == name), None)

    def curl(self, url):
        """The same request for a shell; secrets are names of variables."""
        words = ["curl", "-isg", "--path-as-is", "-X", self.method] if self.method != "HEAD" else ["curl", "-sIg", "--path-as-is"]
        command = " ".join(words) + f" {quoted(url + self.path)} -H Accept: -H User-Agent:"
        for name, value in self.headers:
            command += " -H " + quoted(f"{name}: {value}" if value else f"{name};")
        if self.body is not None and self.header("content-type") is None:
            command += " -H Content-Type:"
        if self.framing == "chunked":
            command += " -H 'Transfer-Encoding: chunked'"
        command = self._with_body(command)
        for secret, name in self.secrets:
            command = command.replace(secret, f"'\"${name}\"'")
        return command

    def _with_body(self, command):
        body = self.body
        if body is None:
            return command
        try:
            text = body.decode()
        except UnicodeDecodeError:
            text = None
        if text is not None and len(body) <= INLINE_BYTES and "\0" not in text and not text.startswith("@"):
            return f"{command} --data-binary {quoted(text)}"
        for secret, name in self.secrets:
            body = body.replace(secret.encode(), name.encode())
        packed_body = b64encode(zlib.compress(body, 9)).decode()
        unpack = "python3 -c 'import base64,sys,zlib; sys.stdout.buffer.write(zlib.decompress(base64.b64decode(sys.argv[1])))'"
        return f"{unpack} {packed_body} | {command} --data-binary @-"


def quoted(text):
    if all(" " <= c and c != "\x7f" and not "\ud800" <= c <= "\udfff" for c in text):
        return shlex.quote(text)
    return "$'" + "".join(
        c if " " <= c < "\x7f" and c not in "'\\" else "".join(f"\\x{byte:02x}" for byte in c.encode("utf-8", "surrogateescape")) for c in text) + "'"


class Builder:
    """Builds requests out of what is known so far: ids, values, versions, page cursors."""

    def __init__(self, document, ids, learned, etags, cursors):
        self.document, self.ids, self.learned, self.etags, self.cursors = document, ids, learned, etags, cursors

    def build(self, operation, client, random, key, is_right):
        wrong = set()
        if not is_right and random.random() < 0.7:
            usable = [(part, weight) for part, weight in zip(PARTS, PART_WEIGHTS) if self._has(operation, part)]
            for _ in range(random.choice((1, 1, 1, 2, 3))):
                wrong.update(random.choices([part for part, _ in usable], [weight for _, weight in usable]))
        path = self.path(operation, client, random, "path" not in wrong)
        query = self._query(operation, random, "query" not in wrong)
        request = Request("operation", client.role, client.id, operation.method, path + query, operation=operation)
        request.token = random.choice(BAD_TOKENS) if "token" in wrong else "valid"
        body_is_wrong = "body" in wrong
        request.headers = self._headers(operation, path, random, key, "headers" in wrong)
        if operation.body_schema is not None:
            request.body = self._body(operation, random, body_is_wrong)
            if random.random() < (0.1 if body_is_wrong else 0.02):
                request.framing = "chunked"
            if request.body is not None and request.header("content-type") is None and random.random() > 0.004:
                request.headers.append(("Content-Type", self._media(operation, random, body_is_wrong)))
        elif body_is_wrong:
            request.body = random.choice(BODIES[:12])
            request.headers.append(("Content-Type", "application/json"))
        return request

    @staticmethod
    def _has(operation, part):
        return part != "path" or bool(operation.path_parameters)

    def path(self, operation, client, random, is_right):
        path, place, picked = "", "", None
        numbered = [parameter["schema"].get("type") == "integer" for parameter in operation.path_parameters]
        spoilt = None if is_right else random.choice(operation.path_parameters)["name"]
        schemas = {parameter["name"]: parameter["schema"] for parameter in operation.path_parameters}
        for index, (name, is_parameter) in enumerate(operation.segments):
            plain = operation.template.split("/")[index]
            slash = "/" if index else ""
            path, place = path + slash, place + slash
            if is_parameter:
                picked = plain = self.ids.pick(client.id, place, schemas[name], random, name != spoilt, picked, any(numbered))
            path += plain
            place += operation.template.split("/")[index]
        return path

    def _query(self, operation, random, is_right):
        pairs = []
        for parameter in operation.query_parameters:
            if parameter.get("required") or random.random() < 0.25:
                pairs.append((parameter["name"], self._query_value(operation, parameter, random)))
        if not is_right:
            self._spoil_query(operation, pairs, random)
        query = "?" + "&".join(f"{name}={value}" if value is not None else name for name, value in pairs) if pairs else ""
        return query if len(query) <= QUERY_LENGTH_MAX else ""

    def _query_value(self, operation, parameter, random):
        if parameter["name"] == "cursor" and self.cursors.get(operation):
            return quote(random.choice(self.cursors[operation]), safe="")
        if "example" in parameter and random.random() < 0.2:
            return quote(str(parameter["example"]), safe="")
        made = Maker(self.document, random, self.learned, self.ids.fitting).of(parameter["schema"], parameter["name"])
        made = made[0] if isinstance(made, list) and made else made
        return quote(str(made) if not isinstance(made, bool) else str(made).lower(), safe="")

    def _spoil_query(self, operation, pairs, random):
        names = [parameter["name"] for parameter in operation.query_parameters] + ["unknown"]
        how, name = random.randrange(7), random.choice(names)
        schema = next((parameter["schema"] for parameter in operation.query_parameters if parameter["name"] == name), {})
        if how == 0 and pairs:
            pairs.append(random.choice(pairs))
        elif how == 1:
            pairs.append((random.choice(("unknown", name.upper(), name + "%5B%5D", "", "%00", "a" * 300, "access_token", "%E9%95%BF",
                name + "%00")), "1"))
        elif how == 2:
            edge = random.choice((schema.get("minimum", 0) - 1, schema.get("maximum", 2 ** 31) + 1, "x" * (schema.get("maxLength", 64) + 1)))
            pairs.append((name, edge))
        elif how == 3 and self.cursors:
            cursor = random.choice(random.choice(list(self.cursors.values())))
            at = random.randrange(len(cursor))
            pairs.append(("cursor", quote(cursor[:at] + random.choice("Aa0_-") + cursor[at + 1:], safe="")))
        elif how == 4:
            pairs.append((name, None))
        elif how == 5:
            pairs.extend((f"p{n}", n) for n in range(random.choice((30, 600))))
        else:
            pairs[:] = [pair for pair in pairs if pair[0] != name] + [(name, random.choice(NASTY_TEXTS))]

    def _body(self, operation, random, is_wrong):
        if not operation.needs_body and random.random() < 0.3:
            return None
        maker = Maker(self.document, random, self.learned, self.ids.fitting)
        if operation.example is not None and random.random() < 0.5:
            value = self._adapted(operation, maker, random, is_wrong)
        else:
            value = maker.of(operation.body_schema)
        if not is_wrong:
            return dump(value)
        if random.random() < 0.004:
            return b'{"a":"' + b"x" * random.choice((1048569, 1048570, 1200000, 3000000)) + b'"}'
        return mutate(value, random)

    def _adapted(self, operation, maker, random, is_wrong):
        """The example, with dates near today and a few members made anew, by names that the registry knows where it can be."""
        value = json.loads(json.dumps(operation.example))
        members = maker.whole(operation.body_schema).get("properties", {})
        moved = [name for name in value if name in members and members[name].get("format") in ("date", "date-time") and random.random() < 0.7]
        # an example names records that are not there
        moved += [
            name for name in value if isinstance(value[name], str) and name in self.learned.by_name
            and random.random() < (0.8 if "pattern" in members.get(name, {}) else 0.4)]
        there = sorted(name for name in value if name in members)
        made_anew = random.sample(there, min(len(there), random.choice((0, 1, 2) if is_wrong else (0, 0, 1))))
        for name in (*(name for name in moved if name in members), *made_anew):
            value[name] = maker.of(members[name], name, depth=3)
        close_window(value, random)
        return value

    @staticmethod
    def _media(operation, random, is_wrong):
        if is_wrong and random.random() < 0.15:
            return random.choice((
                "text/plain", "application/xml", "application/json; charset=gbk", "application/json; charset=utf-16",
                "application/json; charset=utf8",
                "application/json;charset=\"UTF-8\"", "application/json; charset=nonsense", "application/problem+json",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x", "multipart/form-data", "a/b/c", "/", "application/json, text/plain", "APPLICATION/JSON",
                "*/*", "application/" + "j" * 3000))
        return random.choice((operation.media_type, operation.media_type + "; charset=utf-8"))

    def _headers(self, operation, path, random, key, is_wrong):
        headers = []
        if "accept-language" in operation.headers and random.random() < 0.4:
            headers.append(("Accept-Language", random.choice(("zh-CN", "en", "en-US,en;q=0.9", "zh", "de", "*"))))
        if "idempotency-key" in operation.headers:
            headers.append(("Idempotency-Key", f"fuzz-{key}"))
        if "if-match" in operation.headers and random.random() < 0.25:
            headers.append(("If-Match", self._etag(path, random)))
        if "if-none-match" in operation.headers and random.random() < 0.25:
            headers.append(("If-None-Match", self._etag(path, random)))
        if "cache-control" in operation.headers and random.random() < 0.15:
            headers.append(("Cache-Control", "no-cache"))
        if is_wrong:
            spoil_headers(headers, operation, random)
        return headers

    def _etag(self, path, random):
        known = self.etags.get(record_of(path))
        return known if known and random.random() < 0.7 else random.choice(('"1"', '"2"', '"999999"', "*"))


def record_of(path):
    """The record that a path belongs to: «/api/v1/sites/site-…»."""
    return "/".join(path.split("?")[0].split("/")[:5])


WRONG_HEADERS = {
    "Idempotency-Key": ("", " ", "with blank", "长", "é", "k" * 129, "k" * 128, "k" * 5000, "tab\tinside", "'; DROP TABLE keys; --", "../../x",
        "\u202e"),
    "If-Match": ("12", 'W/"1"', '""', '"1", "2"', '"99999999999999999999"', '"-1"', '"1-"', '"1-5f3a"', "nonsense", "", '"' + "1" * 200 + '"',
        '"1', '"é"', '"0"'),
    "If-None-Match": ("nonsense", '""', "*", '"1", W/"2", "' + "x" * 3000 + '"', 'W/"1"', ",,,", "", '"', '"1" "2"', '"长"'),
    "Accept-Language": ("xx;q=2,,,;", "en;q=0", "zh;q=nan", "en;q=-1", "x" * 3000, "*;q=0", ",".join(["en"] * 500), "é", "", "en;q=1e400",
        "zh-CN-x-private;q=0.00001"),
    "Cache-Control": ('no-cache="', "no-cache, no-store, max-age=-1", "max-age=99999999999999999999", "x" * 3000, "",
        "no-cache=\"Set-Cookie\", x=y=z"),
    "Accept": ("text/xml", "application/json;q=0", "*/*;q=0", "image/*", "", "nonsense", "application/problem+json", "a/b;" * 500),
    "Content-Type": ("", "nonsense", "text/html", ";", "application/json; charset=", "application/json;;;",
        "application/json; boundary=" + "b" * 3000),
    "Content-Encoding": ("gzip", "br", "nonsense", "identity"),
    "Expect": ("100-continue",),
    "Range": ("bytes=0-", "bytes=5-1", "bytes=0-0,2-2,4-4", "nonsense"),
    "Origin": ("https://evil.example", "null", "é"),
    "traceparent": ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00-" + "0" * 32 + "-" + "0" * 16 + "-00", "ff-x",
        "00-" + "g" * 32 + "-00f067aa0ba902b7-01", "x" * 3000, ""),
    "tracestate": ("a=b", "x" * 3000, ",,,=,", "长=长"),
    "baggage": ("a=b", "a=" + "b" * 5000, "%00=%00", ",".join(f"k{n}=v" for n in range(300)), "长"),
    "X-HTTP-Method-Override": ("DELETE", "PUT"),
    "X-Forwarded-For": ("127.0.0.1", "169.254.169.254, ::1, nonsense", "'"),
    "X-Forwarded-Proto": ("https", "gopher"),
    "X-Forwarded-Host": ("evil.example", "[::1", "a b"),
    "X-Original-URL": ("/api/v1/policy", "/admin"),
    "Cookie": ("a=b; .AspNetCore.Cookies=CfDJ8x; ;;=", "x" * 4000, "长=长"),
    "Request-Id": ("|x.1.", "x" * 2000),
    "User-Agent": ("", "() { :; }; echo x", "${jndi:ldap://127.0.0.1/a}", "长" * 500),
    "Referer": ("javascript:alert(1)", "\\\\evil"),
    "Host": ("evil.example", "127.0.0.1:1", "localhost"),
    "X-Padding": ("p" * 20000,),
}


def spoil_headers(headers, operation, random):
    own = [name for name in ("Idempotency-Key", "If-Match", "If-None-Match") if name.lower() in operation.headers]
    name = random.choice(own) if own and random.random() < 0.45 else random.choice(list(WRONG_HEADERS))
    there = [header for header in headers if header[0] == name]
    how = random.random()
    if there and how < 0.2:
        headers.remove(there[0])
    elif there and how < 0.35:
        headers.append((name, there[0][1] + "x"))
    else:
        headers[:] = [header for header in headers if header[0] != name] + [(name, random.choice(WRONG_HEADERS[name]))]


# How a token is spoilt, by name; what the header says is made from a real one.
BAD_TOKENS = ("none", "empty", "garbage", "tampered", "unsigned", "expired", "basic", "two", "narrow", "lower", "long")


def authorization(kind, token):
    """The Authorization headers. «valid», «narrow» and «lower» are good tokens, the narrow one for reading alone."""
    head, claims, signature = token.split(".") if token.count(".") == 2 else ("e30", "e30", "x")
    if kind == "expired":
        try:
            claims = packed({**json.loads(unpadded(claims)), "exp": 1700000000, "iat": 1699999000})
        except ValueError:
            pass
    values = {
        "valid": [f"Bearer {token}"], "narrow": [f"Bearer {token}"], "lower": [f"bearer {token}"], "none": [], "empty": ["Bearer "],
        "garbage": ["Bearer xyz.abc.长"], "tampered": [f"Bearer {head}.{claims}.{signature[:-8]}AAAAAAAA"],
        "unsigned": [f"Bearer {packed({'alg': 'none', 'typ': 'at+jwt'})}.{claims}."], "expired": [f"Bearer {head}.{claims}.{signature}"],
        "basic": ["Basic Y2xlcms6Y2xlcms="], "two": [f"Bearer {token}", "Bearer x"], "long": ["Bearer " + "a" * 9000],
    }
    return [("Authorization", value) for value in values[kind]]
