"""Whether an answer is one that the document allows."""

from dataclasses import dataclass

from .beside import PROBLEM, STATUSES
from .people import READ_SCOPE
from .wire import UNREADABLE

KINDS = (
    "5xx", "undocumented status", "media type", "problem", "schema", "header", "authorisation", "repeat", "leak", "no answer", "limit", "log",
    "reach")
PROBLEM_MEMBERS = {"type": str, "title": str, "status": int}
RETRY = (429, 503)
# What only the inside of the program says; answers of 4xx and 5xx hold nothing of the request itself.
INSIDE = (b"   at ", b"Exception", b"System.", b"/src/", b"SELECT ", b"SQLite", b"Npgsql")


@dataclass(slots=True)
class Finding:
    kind: str
    where: str
    status: int
    detail: str
    replay: str
    answer: str
    count: int = 1

    @property
    def key(self):
        return self.kind, self.where, self.status, self.detail[:80]


def faults(document, request, answer):
    """Each thing that is wrong with the answer, as (kind, detail)."""
    status = answer.status
    if status >= 500:
        yield "5xx", f"answered {status}"
    documented = request.operation.answer(status) if request.operation is not None else None
    if request.operation is not None and documented is None:
        yield "undocumented status", f"{status} is none of {', '.join(request.operation.answers)}"
    elif request.operation is None and status not in STATUSES[request.kind] and status < 500:
        yield "undocumented status", f"{status} is no answer to the kind '{request.kind}'"
    if request.kind != "transport":
        yield from faults_of_body(document, request, answer, documented)
        yield from faults_of_rights(request, status)
    if status >= 400 and any(word in answer.body for word in INSIDE):
        yield "leak", "the answer tells of the program's inside"


def faults_of_body(document, request, answer, documented):
    if request.method == "HEAD" or answer.status in (204, 304):
        if answer.body:
            yield "schema", f"{answer.status} with a body"
        return
    if documented is not None:
        content, headers = documented
        yield from faults_of_headers(headers, answer)
        if not content:
            if answer.body:
                yield "schema", f"a body where none is documented: {answer.media_type}"
            return
        if answer.media_type not in content:
            yield "media type", f"'{answer.media_type}' is not documented, but {', '.join(content)}"
            return
        if "json" in answer.media_type:
            yield from faults_of_json(document, content[answer.media_type], answer)
    if answer.media_type == PROBLEM or documented is None and must_be_problem(request, answer):
        yield from faults_of_problem(answer)


def must_be_problem(request, answer):
    """Everywhere but at the token endpoint, whose refusals have the form of RFC 6749."""
    return answer.status >= 400 and not (request.kind == "token" and is_token_refusal(answer))


def is_token_refusal(answer):
    value = answer.value
    return answer.media_type == "application/json" and isinstance(value, dict) and isinstance(value.get("error"), str)


def faults_of_headers(headers, answer):
    missing = [name for name in headers if answer.header(name) is None]
    if missing:
        yield "header", f"{', '.join(missing)} is documented for {answer.status} and not there"
    if answer.status in RETRY and not (answer.header("retry-after") or "1").isdigit():
        yield "header", "Retry-After is no number of seconds"


def faults_of_json(document, schema, answer):
    value = answer.value
    if value is UNREADABLE:
        yield "schema", "the body is no JSON"
    elif (fault := document.schemas.of(schema)(value)) is not None:
        # a problem that misses its members is no problem, whatever else it is
        yield "problem" if answer.media_type == PROBLEM else "schema", "the body" + fault


def faults_of_problem(answer):
    """RFC 9457, apart from what the document says of it."""
    if answer.media_type != PROBLEM:
        yield "problem", f"{answer.status} is answered as '{answer.media_type}', not as a problem"
        return
    value = answer.value
    if not isinstance(value, dict):
        yield "problem", "the problem is no JSON object"
        return
    for name, kind in PROBLEM_MEMBERS.items():
        if not isinstance(value.get(name), kind) or value[name] == "":
            yield "problem", f"the problem has no '{name}'"
    if value.get("status", answer.status) != answer.status:
        yield "problem", f"the problem says {value['status']}, the answer {answer.status}"


def faults_of_rights(request, status):
    operation = request.operation
    if operation is None or status >= 300 or not operation.is_secured:
        return
    if request.token not in ("valid", "narrow", "lower", "two"):
        yield "authorisation", f"{status} for a token that is {request.token}"
    elif not operation.admits(request.role):
        yield "authorisation", f"{status} for the role {request.role}, documented for {', '.join(sorted(operation.roles))} alone"
    elif request.token == "narrow" and READ_SCOPE not in operation.scopes:
        yield "authorisation", f"{status} for a token with {READ_SCOPE} alone, documented for {', '.join(sorted(operation.scopes))}"
