"""Who asks: the clients of the credentials file, their tokens, and what of theirs the run must not cut off."""

import base64
import json
import re
import time
from urllib.parse import quote, unquote, urlencode

TOKEN_PATH = "/connect/token"
READ_SCOPE = "registry.read"
ROLES = ("clerk", "head", "reviewer", "lead", "centre", "ops", "auditor", "admin")

# Commands that cut off whom they are aimed at: under these paths none goes to a person or client of the run itself. The victims are
# whoever else is listed there, and accounts that the run opens under names of its own.
GUARDED = (
    ("/api/v1/accounts", "locking, retiring or inviting again, another role, a client renewed or revoked: the run's own tokens would end"),
    ("/api/v1/clients", "a client renewed or revoked: the run could draw no more tokens"),
    ("/api/v1/api-clients", "the same, by another name"),
)

VICTIM_NAMES = tuple(f"fuzz-victim-{number}" for number in range(1, 41))

# A client may have the name of a role: only members that name somebody are looked at.
ID_MEMBER = re.compile(rb'("\w*(?:[iI]d|userName)"\s*:\s*)"([^"\\]*)"')
REFRESH_AT = 0.7
ATTEMPTS = 40


class Client:
    def __init__(self, said):
        self.id, self.secret, self.role = said["clientId"], said["clientSecret"], said["role"]
        self.unit, self.authority, self.user_name, self.password = (said.get(name) for name in ("unit", "authority", "userName", "password"))
        self.tokens = {}

    def form(self, scope=None):
        fields = {"grant_type": "client_credentials", "client_id": self.id, "client_secret": self.secret}
        return urlencode({**fields, "scope": scope} if scope else fields).encode()


class Refused(Exception):
    """A client of the run gets no token (any more)."""


class People:
    """The run's clients. Each worker has its own, and draws its own tokens."""

    def __init__(self, path):
        try:
            with open(path, encoding="utf-8") as file:
                self.clients = [Client(said) for said in json.load(file)]
        except (OSError, ValueError, KeyError, TypeError) as trouble:
            raise SystemExit(f"{path} is no list of credentials: {trouble!r}") from trouble
        by_role = {role: [client for client in self.clients if client.role == role] for role in ROLES}
        missing = [role for role, clients in by_role.items() if not clients]
        if missing:
            raise SystemExit(f"{path} has no client in the role {', '.join(missing)}")
        # wrong secrets are tried on one client alone, of a role that has another: a guard against guessing may lock it
        doubled = [clients[-1] for clients in by_role.values() if len(clients) > 1]
        self.sacrifice = doubled[-1] if doubled else None
        self.by_role = {role: [client for client in clients if client is not self.sacrifice] for role, clients in by_role.items()}
        self.own = set()

    def active(self):
        """The clients that ask, in the order of the file."""
        return [client for client in self.clients if client in self.by_role[client.role]]

    def token(self, client, ask, scope=None):
        """A token that holds for a while yet. ask: bytes of a form -> Answer."""
        token, until = client.tokens.get(scope, (None, 0))
        if time.monotonic() < until:
            return token
        for _ in range(ATTEMPTS):
            answer = ask(client.form(scope))
            if answer.status != 429:
                break
            time.sleep(float(answer.header("retry-after") or 1))
        if answer.status != 200:
            raise Refused(f"{client.id} got {answer.status} for its own credentials: {answer.body[:200].decode(errors='replace')}")
        said = json.loads(answer.body)
        client.tokens[scope] = (said["access_token"], time.monotonic() + REFRESH_AT * float(said.get("expires_in", 600)))
        self.own.update(name.casefold() for name in (client.id, client.user_name, claims_of(said["access_token"]).get("sub")) if name)
        return said["access_token"]

    def secrets(self):
        """Each secret with what stands for it where people read."""
        for client in self.clients:
            for secret, name in ((client.secret, "SECRET"), (client.password, "PASSWORD")):
                if secret:
                    yield secret, name
                    yield quote(secret, safe=""), name
            for token, _ in client.tokens.values():
                yield token, "TOKEN"
                # a spoilt token must not be one that can be mended
                yield token.rsplit(".", 1)[-1][:-8], "SIGNATURE"


def claims_of(token):
    try:
        return json.loads(unpadded(token.split(".")[1]))
    except (ValueError, IndexError):
        return {}


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def packed(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def is_guarded(path):
    return any(path.casefold().startswith(prefix) for prefix, _ in GUARDED)


def aim(people, path, body, random, others):
    """Path and body of a guarded command as they are sent: what would cut off the run goes to a victim instead."""
    others = [name for name in others if name.casefold() not in people.own] or list(VICTIM_NAMES)
    path, mark, query = path.partition("?")
    parts = path.split("/")
    for index, part in enumerate(parts):
        if unquote(part, errors="replace").strip().casefold() in people.own:
            parts[index] = random.choice(others)
    def spare(member):
        is_own = member[2].decode(errors="replace").casefold() in people.own
        return member[1] + b'"%b"' % random.choice(others).encode() if is_own else member[0]

    return "/".join(parts) + mark + query, ID_MEMBER.sub(spare, body)
