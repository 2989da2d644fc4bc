"""One worker: its share of the requests, over one connection, each answer judged as it comes."""

import json
import random as randoms
from base64 import b64encode
from collections import Counter, deque

from . import beside
from .ids import Ids
from .judge import Finding, faults
from .people import People, READ_SCOPE, ROLES, Refused, TOKEN_PATH, aim, is_guarded
from .requests import BAD_TOKENS, Builder, Request, authorization, record_of
from .values import Learned
from .wire import Connection, NoAnswer, UNREADABLE

HARVEST_EVERY = 3000
SILENCES_MAX = 8
REFUSALS_MAX = 4
ADMITTED_WEIGHT = 3
CUT_OFF_SHOWN = 3
ANSWER_SHOWN = 400
LIMITED_ATTEMPTS = 200
# Seldom let through: after them a site refuses nearly everything else, and the run would see little more than that. The others are sent
# for a version that the record does not have.
RARELY = {"suspendSite": 0.01, "discardDraft": 0.1}
REACHED_NOT = (401, 405, 429)
# Of a bulk the answers of decided items are kept; one that was not found or stale is asked anew, and may be answered otherwise.
ITEM_BY_ITEM = ("decideRequests", "assignRequests")
# Secrets lie nowhere as they are: a repeat cannot show them again.
SHOWN_ONCE = ("clientSecret", "invitationLink", "invitationExpiresAt")
NEEDS_TOKEN = {"valid", "narrow", "lower", "two", "tampered", "unsigned", "expired"}


class Gone(Exception):
    """The program does not answer any more."""


class Tally:
    """What a worker saw; the tallies of all workers add up to the report."""

    def __init__(self):
        self.statuses = {}      # row of the table -> Counter of statuses
        self.reached = {}       # (role, operation) -> Counter of statuses to valid tokens
        self.findings = {}      # Finding.key -> Finding
        self.refusals = Counter()   # the registry's own names for a no
        self.requests = 0
        self.unchecked = set()

    def add(self, other):
        for mine, theirs in ((self.statuses, other.statuses), (self.reached, other.reached)):
            for name, counter in theirs.items():
                mine.setdefault(name, Counter()).update(counter)
        for finding in other.findings.values():
            self.note(finding)
        self.refusals.update(other.refusals)
        self.requests += other.requests
        self.unchecked |= other.unchecked

    def note(self, finding):
        known = self.findings.setdefault(finding.key, finding)
        if known is not finding:
            known.count += finding.count

    def answers(self, wanted):
        return sum(count for counter in self.statuses.values() for status, count in counter.items() if wanted(status))


class Worker:
    def __init__(self, document, url, credentials, seed, index, workers, salt):
        self.document, self.url, self.seed, self.index, self.workers, self.salt = document, url, seed, index, workers, salt
        self.connection = Connection(url)
        self.people = People(credentials)
        self.tally = Tally()
        self.ids = Ids(document)
        self.etags, self.cursors = {}, {}
        # by client: what one sees is hidden from another
        clients = [client.id for client in self.people.clients]
        self.learned = {client: Learned() for client in clients}
        self.builders = {client: Builder(document, self.ids, self.learned[client], self.etags, self.cursors) for client in clients}
        self.remembered = {client: deque(maxlen=30) for client in clients}
        self.lately = deque(maxlen=CUT_OFF_SHOWN)
        self.silences = 0
        self.refusals = Counter()
        self.row_prefix = ""

    # --- sending and judging -------------------------------------------------------------------------------------------------------

    def send(self, request):
        """The answer, judged and counted; None when there was none."""
        self.tally.requests += 1
        try:
            answer = self.connection.ask(request.raw(self.connection.authority), request.method == "HEAD")
        except NoAnswer as trouble:
            self._silent(request, trouble)
            return None
        self.silences = 0
        self._count(request, answer)
        for kind, detail in faults(self.document, request, answer):
            self._note(kind, request, answer, detail)
        return answer

    def _silent(self, request, trouble):
        self.tally.statuses.setdefault(self.row_prefix + request.role, Counter())["none"] += 1
        self._note("no answer", request, None, str(trouble))
        self.silences += 1
        if self.silences >= SILENCES_MAX:
            raise Gone(f"{SILENCES_MAX} requests one after the other had no answer: {trouble}")

    def _count(self, request, answer):
        self.tally.statuses.setdefault(self.row_prefix + request.role, Counter())[answer.status] += 1
        if answer.status >= 400 and isinstance(answer.value, dict):
            self.tally.refusals[str(answer.value.get("type") or answer.value.get("error"))] += 1
        if request.operation is not None and request.token == "valid":
            self.tally.reached.setdefault((request.role, str(request.operation)), Counter())[answer.status] += 1

    def _note(self, kind, request, answer, detail):
        request.secrets = tuple(self.people.secrets())
        where = str(request.operation) if request.operation is not None else f"{request.kind}: {request.method} {request.path[:60]}"
        text = "" if answer is None else answer.body[:ANSWER_SHOWN].decode("utf-8", "replace")
        for secret, name in request.secrets:
            text = text.replace(secret, name)
        replay = request.curl(self.url) + (f"   # TOKEN of {request.client}" if request.token in NEEDS_TOKEN else "")
        self.tally.note(Finding(kind, where, answer.status if answer else 0, detail, replay, text))

    def ask_for_token(self, form):
        request = Request("token", "-", None, "POST", TOKEN_PATH, [("Content-Type", "application/x-www-form-urlencoded")], form, token="own")
        for _ in range(3):
            answer = self.send(request)
            if answer is not None:
                return answer
        raise Gone("the token endpoint does not answer")

    def authorize(self, request, client):
        """Gives the request its Authorization header; whether it may be sent."""
        request.client = client.id
        token = ""
        if request.token in NEEDS_TOKEN:
            try:
                token = self.people.token(client, self.ask_for_token, READ_SCOPE if request.token == "narrow" else None)
            except Refused as trouble:
                self._cut_off(client, str(trouble))
                return False
        request.headers.extend(authorization(request.token, token))
        return True

    def _cut_off(self, client, why):
        if client in self.people.by_role[client.role]:
            self.people.by_role[client.role].remove(client)
        lately = "; ".join(self.lately) or "none"
        self.tally.note(Finding(
            "reach", f"client {client.id}", 0, f"cut off by the run itself: {why}. GUARDED may lack a path", "", f"commands of late: {lately}"))

    # --- what is known ------------------------------------------------------------------------------------------------------------

    def prepare(self):
        for client in self.people.active():
            self.people.token(client, self.ask_for_token)
            # the run's own authorities go first, or its commands would soon have moved all units to others
            for one in (client, *self.people.clients):
                self.learned[client.id].take({"unit": one.unit, "authority": one.authority})
        self.harvest()

    def harvest(self):
        for client in self.people.active():
            def ask(operation, path, client=client):
                answer = self.get(operation, path, client)
                return answer.value if answer is not None and answer.status == 200 and answer.value is not UNREADABLE else None

            self.ids.harvest(client.id, ask)
            for operation in self.document.operations:
                if operation.method == "GET" and not operation.path_parameters and operation.admits(client.role):
                    self.get(operation, operation.template, client)

    def get(self, operation, path, client):
        page = next((p for p in operation.query_parameters if p["name"] == "limit"), None)
        required = "&".join(f"{p['name']}={p.get('example', '')}" for p in operation.query_parameters if p.get("required"))
        query = "&".join(part for part in (f"limit={page['schema'].get('maximum', 100)}" if page else "", required) if part)
        request = Request("operation", client.role, None, "GET", path + ("?" + query if query else ""), operation=operation, token="valid")
        if not operation.admits(client.role) or not self.authorize(request, client):
            return None
        answer = self.send(request)
        if answer is not None:
            self.learn(request, answer)
        return answer

    def learn(self, request, answer):
        if answer.status >= 300 or answer.value is UNREADABLE:
            return
        self.learned[request.client].take(answer.value)
        self.ids.relate(request.client, answer.value)
        if isinstance(answer.value, dict) and isinstance(cursor := answer.value.get("nextCursor"), str):
            cursors = self.cursors.setdefault(request.operation, deque(maxlen=20))
            cursors.append(cursor)
        if (etag := answer.header("etag")) is not None:
            self.etags[record_of(request.path)] = etag
        if (location := answer.header("location")) is not None:
            self.ids.learn_from_location(request.client, location)

    # --- the run ------------------------------------------------------------------------------------------------------------------

    def cells(self, turn):
        """One turn: every operation in every role, more often where the role is admitted, and what lies beside the document."""
        cells = [
            ("operation", role, operation) for role in ROLES for operation in self.document.operations
            for _ in range(ADMITTED_WEIGHT if turn and operation.roles is not None and operation.admits(role) else 1)]
        cells += [(kind, role, None) for role in ROLES for kind in ("unknown path", "other method", "page")]
        cells += [("token", "-", None)] * 12 + [("transport", "-", None)] * 4
        randoms.Random(self.seed * 1_000_003 + turn).shuffle(cells)
        return cells

    def run(self, count, progress):
        """Of the whole run's numbered requests, every workers-th. What number N draws hangs on seed and N, not on what came before."""
        self.prepare()
        turn, begun, cells = -1, 0, []
        done = 0
        for number in range(self.index, count, self.workers):
            while number >= begun + len(cells):
                begun, turn = begun + len(cells), turn + 1
                cells = self.cells(turn)
            kind, role, operation = cells[number - begun]
            random = randoms.Random(self.seed * 2_000_003 + number)
            clients = self.people.by_role[role] if role in ROLES else self.people.active()
            if clients:
                getattr(self, "do_" + kind.replace(" ", "_"))(random, random.choice(clients), operation, number, turn)
            done += 1
            progress.value = done
            if done % HARVEST_EVERY == 0:
                self.harvest()

    def do_operation(self, random, client, operation, number, turn):
        if turn and not operation.is_read and self.remembered[client.id] and random.random() < 0.06:
            self.repeat(random, client)
            return
        is_right = turn == 0 or random.random() < 0.35
        request = self.builders[client.id].build(operation, client, random, f"{self.salt}-{number}", is_right)
        if random.random() >= RARELY.get(operation.name, 1):
            request.headers = [header for header in request.headers if header[0] != "If-Match"] + [("If-Match", '"999999"')]
        if not operation.is_read and is_guarded(request.path):
            self._spare_own(request, random)
        if not self.authorize(request, client):
            return
        # an id spoilt into another path is judged by what serves that path
        request.operation = self.document.find(request.method, request.path.split("?")[0])
        if request.operation is None:
            request.kind = "unknown path"
        answer = self.send(request)
        if answer is None or request.operation is None:
            return
        if random.random() < 0.3:
            self.learn(request, answer)
        is_kept = "idempotency-key" in operation.headers and operation.name not in ITEM_BY_ITEM
        if answer.status < 300 and is_kept and request.token == "valid":
            self.remembered[client.id].append((request, answer))
        self._watch_refusals(request, answer, client)

    def _spare_own(self, request, random):
        others = [str(one) for place in self.ids.places if is_guarded(place) for one in self.ids.of("*", place)]
        request.path, body = aim(self.people, request.path, request.body or b"", random, others)
        request.body = None if request.body is None else body
        self.lately.append(f"{request.method} {request.path}")

    def _watch_refusals(self, request, answer, client):
        if request.token != "valid" or answer.status != 401:
            self.refusals.pop(request.client, None)
            return
        # ended by a command of the run, or run out: the next one draws a new one
        client.tokens.clear()
        self.refusals[request.client] += 1
        if self.refusals[request.client] == REFUSALS_MAX:
            self._note("reach", request, answer, f"{REFUSALS_MAX} fresh tokens of {request.client} one after the other were refused")

    def repeat(self, random, client):
        """The same command again brings the same answer; the same key with another body does not do it."""
        first, before = random.choice(self.remembered[client.id])
        headers = [header for header in first.headers if header[0] != "Authorization"]
        again = Request("operation", client.role, client.id, first.method, first.path, headers, first.body, "valid", operation=first.operation)
        if not self.authorize(again, client):
            return
        changes = first.body is not None and random.random() < 0.4
        if changes:
            again.body = random.choice((first.body + b" ", b'{"reason":"another"}'))
        answer = self.send(again)
        if answer is None or answer.status in (401, 429) or answer.status >= 500:
            return
        if changes and answer.status < 300 and again.body != first.body:
            self._note("repeat", again, answer, f"{answer.status} to another body under a used key")
        elif not changes and (answer.status, said(answer)) != (before.status, said(before)):
            first_said = before.body[:200].decode(errors="replace")
            self._note("repeat", again, answer, f"first {before.status}, then {answer.status}, or in other bytes: {first_said}")

    def do_unknown_path(self, random, client, operation, number, turn):
        template = random.choice(self.document.operations).template
        request = beside.unknown_path(random, client.role, template, random.choice(BAD_TOKENS))
        request.operation = self.document.find(request.method, request.path.split("?")[0])
        self._send_beside(request, client)

    def do_other_method(self, random, client, operation, number, turn):
        template = random.choice(self.document.operations).template
        one = next(o for o in self.document.operations if o.template == template)
        path = self.builders[client.id].path(one, client, random, True)
        known = {o.method for o in self.document.operations if o.template == template}
        self._send_beside(beside.other_method(random, client.role, path, known, random.choice(BAD_TOKENS)), client)

    def do_page(self, random, client, operation, number, turn):
        request = beside.page(random, client.role)
        request.operation = self.document.find(request.method, request.path.split("?")[0])
        self._send_beside(request, client)

    def _send_beside(self, request, client):
        if self.authorize(request, client):
            self.send(request)

    def do_token(self, random, client, operation, number, turn):
        request = beside.token(random, client, self.people.sacrifice)
        request.operation = self.document.find(request.method, request.path.split("?")[0])
        self.send(request)

    def do_transport(self, random, client, operation, number, turn):
        sent = beside.broken(random, self.connection.authority)
        connection = Connection(self.url, patience_seconds=20)
        self.tally.requests += 1
        request = Request("transport", "-", None, "raw", repr(sent[:60]))
        replay = f"base64 -d <<< {b64encode(sent).decode()} | nc {connection.host} {connection.port}"
        try:
            answer = connection.ask(sent)
        except NoAnswer as trouble:
            self.tally.statuses.setdefault("-", Counter())["none"] += 1
            self.tally.note(Finding("no answer", f"transport: {request.path}", 0, str(trouble), replay, ""))
            return
        finally:
            connection.close()
        self._count(request, answer)
        for kind, detail in faults(self.document, request, answer):
            text = answer.body[:ANSWER_SHOWN].decode(errors="replace")
            self.tally.note(Finding(kind, f"transport: {request.path}", answer.status, detail, replay, text))

    # --- a program whose limits are low -------------------------------------------------------------------------------------------

    def until_limited(self):
        """Every operation until it answers 429, which it must document and say when to come again."""
        self.row_prefix = "limited "
        random = randoms.Random(self.seed)
        for number, operation in enumerate(self.document.operations):
            if not operation.is_secured or operation.answer(429) is None:
                continue
            client = self.people.by_role[ROLES[number % len(ROLES)]][0]
            for attempt in range(LIMITED_ATTEMPTS):
                request = self.builders[client.id].build(operation, client, random, f"{self.salt}-{number}-{attempt}", is_right=True)
                request.token = "valid"
                if self.authorize(request, client) and (answer := self.send(request)) is not None and answer.status == 429:
                    if answer.header("retry-after") is None:
                        self._note("limit", request, answer, "429 without Retry-After")
                    break
            else:
                self.tally.note(Finding("limit", str(operation), 0, f"no 429 in {LIMITED_ATTEMPTS} requests at low limits", "", ""))


def said(answer):
    """What a repeat must say again: the same bytes, and where secrets are shown the same members but for those."""
    if not isinstance(answer.value, dict) or not any(name in answer.value for name in SHOWN_ONCE):
        return answer.body
    return json.dumps({name: value for name, value in answer.value.items() if name not in SHOWN_ONCE})


def work(document, url, credentials, seed, index, workers, salt, count, progress, results):
    """In a process of its own."""
    worker = Worker(document, url, credentials, seed, index, workers, salt)
    try:
        worker.run(count, progress)
    except (Gone, Refused) as trouble:
        worker.tally.note(Finding("reach", "the run", 0, str(trouble), "", ""))
    except KeyboardInterrupt:
        pass
    worker.tally.unchecked = document.schemas.unchecked
    results.send(worker.tally)
    results.close()
