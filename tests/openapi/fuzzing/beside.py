"""What the document does not describe and anybody can send all the same: unknown paths, other methods, pages, token requests, broken HTTP.

Each kind states what its answers may be. Where a kind comes to stand in the document, the document's word goes first.
"""

from urllib.parse import urlencode

from .ids import MALFORMED
from .people import TOKEN_PATH
from .requests import Request
from .values import NASTY_TEXTS

PROBLEM = "application/problem+json"

# kind -> statuses that are right. 401 and 403: who may not read is not told what is there.
STATUSES = {
    "unknown path": {400, 401, 403, 404, 405, 429},
    "other method": {401, 403, 404, 405, 429},
    "page": {200, 301, 302, 304, 307, 308, 401, 403, 404, 405, 429},
    "token": {200, 400, 401, 403, 404, 405, 413, 415, 429},
    # written by the server before any path is known, without a body (RFC 9112). A version of HTTP that nobody knows is left out:
    # 505 is the right answer to it
    "transport": {200, 400, 401, 404, 405, 408, 411, 413, 414, 417, 431},
}
OTHER_METHODS = ("DELETE", "PATCH", "HEAD", "OPTIONS", "POST", "PUT", "GET", "TRACE", "BREW", "PROPFIND", "QUERY")
PAGES = (
    "/", "/docs", "/docs/", "/docs/nope.js", "/openapi/v1.json", "/openapi/v2.json", "/openapi/..%2fv1.json", "/healthz/live", "/healthz/ready",
    "/healthz", "/metrics",
    "/dashboard", "/dashboard/GrainState", "/console", "/favicon.ico", "/robots.txt", "/.env", "/.well-known/openid-configuration",
    "/.well-known/jwks",
    "/.well-known/nope", "/connect/authorize", "/connect/introspect", "/data/first-run.json", "/appsettings.json", "/docs?x=%00", "/?q=" + "x" * 6000,
)
GRANTS = ("client_credentials", "password", "authorization_code", "refresh_token", "implicit", "urn:ietf:params:oauth:grant-type:device_code",
    "", "nope", "长", "CLIENT_CREDENTIALS")


def unknown_path(random, role, template, bad_token):
    """A path that no operation has; a known one with something before, after or within it."""
    base = template.replace("{", "").replace("}", "")
    value = random.choice(MALFORMED + tuple(text for text in NASTY_TEXTS if text and "%00" not in text))
    path = random.choice((
        f"/api/v1/{value}/nope", f"/{value}", f"/api/v2/sites/{value}", f"{base}/nope/{value}", base + "/nope", base.replace("/", "//", 2),
        "/api/v1/" + "a/" * 300,
        f"/api/{value}", "/api/v1/../../../etc/passwd", "/api/v1/..%2f..%2fetc%2fpasswd", "/api/v1/./nope", "/api/v1/nope;a=b",
        "/problems/malformed", "/api/v1"))
    body = random.choice((None, None, b"{}", b"\xff"))
    request = Request("unknown path", role, None, random.choice(("GET", "GET", "GET", "POST", "PUT", "DELETE")), path, body=body)
    request.token = random.choice(("valid", "valid", "valid", bad_token))
    if body is not None:
        request.headers.append(("Content-Type", "application/json"))
    return request


def other_method(random, role, path, known, bad_token):
    """A method that the path's operations have not."""
    method = random.choice([method for method in OTHER_METHODS if method not in known])
    request = Request("other method", role, None, method, path)
    request.token = random.choice(("valid", "valid", "valid", bad_token))
    if method in ("POST", "PUT", "PATCH"):
        request.body = random.choice((b"", b"{}"))
        request.headers.append(("Content-Type", "application/json"))
    return request


def page(random, role):
    path = random.choice(PAGES)
    # what the token server answers has its own form
    kind = "token" if path.startswith(("/.well-known/", "/connect/")) else "page"
    request = Request(kind, role, None, random.choice(("GET", "GET", "GET", "HEAD")), path)
    request.token = random.choice(("none", "none", "valid"))
    if random.random() < 0.3:
        request.headers.append(random.choice((("If-None-Match", "*"), ("Accept", "text/xml"), ("Range", "bytes=0-9"),
            ("Accept-Encoding", "br, gzip;q=0"), ("Cookie", "a=长"))))
    return request


def token(random, client, sacrifice):
    """A token request: a right one, or one that is wrong somewhere. Wrong secrets go to names nobody has and to the one client set apart."""
    fields = [("grant_type", "client_credentials"), ("client_id", client.id), ("client_secret", client.secret)]
    request = Request("token", "-", client.id, "POST", TOKEN_PATH)
    media = "application/x-www-form-urlencoded"
    how = random.randrange(14)
    raw = None
    if how == 1:
        fields[0] = ("grant_type", random.choice(GRANTS))
    elif how == 2:
        fields[1:] = [("client_id", random.choice(("nobody", "", "长", "a" * 5000, "' OR 1=1 --", "\0", "\ud800"))),
            ("client_secret", random.choice(("x", "", "\0", "s" * 5000)))]
    elif how == 3:
        fields[1:] = [("client_id", sacrifice.id if sacrifice else "nobody"), ("client_secret", "wrong")]
    elif how == 4:
        fields.append(("scope", random.choice(("registry.read", "registry.admin registry.write", "openid", "offline_access", "", "长", "x" * 3000,
            "registry.read registry.read", "\0"))))
    elif how == 5:
        fields.append(random.choice(fields))
    elif how == 6:
        # without its secret a client has failed; that goes to nobody's account
        fields.pop(random.randrange(3))
        fields = [("client_id", "nobody") if name == "client_id" else (name, value) for name, value in fields]
    elif how == 7:
        fields.extend((f"p{n}", str(n)) for n in range(random.choice((20, 900, 1100))))
    elif how == 8:
        fields.append(random.choice((("k" * 2100, "1"), ("resource", "https://evil.example"), ("code", "x"), ("client_assertion", "a.b.c"),
            ("username", "admin"), ("", ""), ("request", "e30.e30."))))
    elif how == 9:
        raw = random.choice((b"", b"%", b"%zz=%zz", b"=&=&=", b"&&&&", b"\xff\xfe=\xff", b"grant_type", b"{}", b"a=" + b"x" * 17000,
            b"grant_type=client_credentials&client_id=%ED%A0%80", b"x" * 40000))
    elif how == 10:
        media = random.choice(("application/json", "text/plain", "multipart/form-data; boundary=x", "multipart/form-data", "", "nonsense",
            media + "; charset=utf-16", media + "; charset=nonsense"))
    elif how == 11:
        request.method = random.choice(("GET", "PUT", "DELETE", "HEAD", "OPTIONS"))
    elif how == 12:
        fields = fields[:1]
        request.headers.append(("Authorization", random.choice(("Basic " + "bm9ib2R5Ong=", "Basic", "Basic %%%", "Basic bm9ib2R5", "Bearer x",
            "Digest x", "Basic " + "A" * 9000, "Basic /////w=="))))
    elif how == 13:
        request.path = TOKEN_PATH + random.choice(("?grant_type=client_credentials", "/", "?a=%00", "/nope", "?" + "x" * 3000))
    request.token = "own"
    request.body = raw if raw is not None else urlencode(fields, errors="surrogatepass").encode()
    request.framing = "chunked" if random.random() < 0.1 else "length"
    if media:
        request.headers.append(("Content-Type", media))
    return request


BROKEN = (
    b"GET /api/v1/sites/%00 HTTP/1.1\r\nHost: AUTHORITY\r\n\r\n",
    b"GET /api/v1/sites HTTP/1.1\r\n\r\n",
    b"GET /api/v1/sites HTTP/1.1\r\nHost: a b\r\n\r\n",
    b"GET /api/v1/sites HTTP/1.1\r\nHost: AUTHORITY\r\nHost: evil.example\r\n\r\n",
    b"GET /api/v1/sites HTTP/1.1\r\nHost: AUTHORITY\r\nX: a\x00b\r\n\r\n",
    b"GET /api/v1/sites HTTP/1.1\r\nHost: AUTHORITY\r\nX: \xe9\r\n\r\n",
    b"GET /api/v1/sites HTTP/1.1\r\nHost: AUTHORITY\r\nX y: 1\r\n\r\n",
    b"GET /api/v1/sites HTTP/1.1\r\nHost: AUTHORITY\r\n: 1\r\n\r\n",
    b"GET /api/v1/sites HTTP/1.1\r\nHost: AUTHORITY\r\nno colon\r\n\r\n",
    b"GET /api/v1/sites HTTP/1.1\r\nHost: AUTHORITY\r\n folded: 1\r\n\r\n",
    b"GET /api/v1/\xe9\x95\xbf HTTP/1.1\r\nHost: AUTHORITY\r\n\r\n",
    b"GET api/v1/sites HTTP/1.1\r\nHost: AUTHORITY\r\n\r\n",
    b"GET * HTTP/1.1\r\nHost: AUTHORITY\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: AUTHORITY\r\n\r\n",
    b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"GET http://AUTHORITY/healthz/live HTTP/1.1\r\nHost: AUTHORITY\r\n\r\n",
    b"GET http://evil.example/healthz/live HTTP/1.1\r\nHost: AUTHORITY\r\n\r\n",
    b"G\xc3T / HTTP/1.1\r\nHost: AUTHORITY\r\n\r\n",
    b"GET  /  HTTP/1.1\r\nHost: AUTHORITY\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    b"nonsense\r\n\r\n",
    b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: AUTHORITY\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: AUTHORITY\r\nX: " + b"a" * 40000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: AUTHORITY\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(150)) + b"\r\n",
    b"POST /connect/token HTTP/1.1\r\nHost: AUTHORITY\r\nContent-Length: -1\r\n\r\n",
    b"POST /connect/token HTTP/1.1\r\nHost: AUTHORITY\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"POST /connect/token HTTP/1.1\r\nHost: AUTHORITY\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    b"POST /connect/token HTTP/1.1\r\nHost: AUTHORITY\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /connect/token HTTP/1.1\r\nHost: AUTHORITY\r\nTransfer-Encoding: gzip\r\n\r\n",
    b"POST /api/v1/sites HTTP/1.1\r\nHost: AUTHORITY\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    b"POST /api/v1/sites HTTP/1.1\r\nHost: AUTHORITY\r\nContent-Type: application/json\r\n\r\n",
)


def broken(random, authority):
    """Bytes that are hardly HTTP; the server, and no code of the registry, must say so."""
    return random.choice(BROKEN).replace(b"AUTHORITY", authority.encode())
