#!/usr/bin/env python3
"""Fuzzes a running registry along its OpenAPI document, authenticated in each role. tests/fuzz.sh starts the program and calls this.

The last line is «N requests, N answers of 5xx, N undocumented statuses»; the exit code is 0 when both are 0, nothing else was found, and
every operation of the document was reached in every role.
"""

import argparse
import json
import multiprocessing
import os
import random
import re
import sys
import time
from collections import Counter

from fuzzing.document import Document
from fuzzing.judge import Finding, KINDS
from fuzzing.people import People, ROLES
from fuzzing.run import Gone, REACHED_NOT, Tally, Worker, work
from fuzzing.wire import Connection, NoAnswer

DOCUMENT_PATH = "/openapi/v1.json"
EXAMPLES_SHOWN = 40
LOG_TROUBLE = re.compile(r"^(fail|crit): |A defect|Unhandled exception|Unobserved|StackOverflow|OutOfMemory")
LOG_LINES = 12
# Idempotency keys hold it, so that a second run of the same seed against the same program is not answered with the first one's answers.
SALT = f"{time.time_ns() // 1_000_000:x}"


def main():
    arguments = read_arguments()
    for credentials in filter(None, (arguments.credentials, arguments.limited_credentials)):
        People(credentials)
    document = Document(fetch(arguments.url))
    print(f"{len(document.operations)} operations, {len(ROLES)} roles, seed {arguments.seed}, {arguments.workers} workers", flush=True)
    begun = time.monotonic()
    tally = in_parallel(arguments, document)
    seconds = time.monotonic() - begun
    rate = tally.requests / max(seconds, 0.001)
    if arguments.limited_url:
        tally.add(limited(arguments, document))
    for finding in in_log(arguments.log):
        tally.note(finding)
    for finding in unreached(document, tally):
        tally.note(finding)
    report(document, tally)
    print(f"seed {arguments.seed}; {seconds:.0f} s, {rate:.0f} requests a second")
    wrong = tally.answers(lambda status: status != "none" and status >= 500)
    undocumented = sum(finding.count for finding in tally.findings.values() if finding.kind == "undocumented status")
    others = Counter({kind: 0 for kind in KINDS if kind not in ("5xx", "undocumented status")})
    for finding in tally.findings.values():
        if finding.kind in others:
            others[finding.kind] += finding.count
    print("other findings: " + ", ".join(f"{count} {kind}" for kind, count in others.items()))
    print(f"{tally.requests} requests, {wrong} answers of 5xx, {undocumented} undocumented statuses")
    return 1 if tally.findings else 0


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True)
    parser.add_argument("--credentials", required=True, help="a first-run.json")
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--workers", type=int, default=2 * (os.cpu_count() or 1))
    parser.add_argument("--log", help="what the program writes; errors in it are findings")
    parser.add_argument("--limited-url", help="the same program with low rate limits")
    parser.add_argument("--limited-credentials")
    return parser.parse_args()


def fetch(url):
    connection = Connection(url)
    try:
        answer = connection.ask(f"GET {DOCUMENT_PATH} HTTP/1.1\r\nHost: {connection.authority}\r\n\r\n".encode())
    except NoAnswer as trouble:
        raise SystemExit(str(trouble)) from trouble
    if answer.status != 200:
        raise SystemExit(f"{url}{DOCUMENT_PATH} answered {answer.status}")
    return json.loads(answer.body)


def in_parallel(arguments, document):
    """A process for each worker: Python runs one thread at a time. The document is read before they part."""
    system = multiprocessing.get_context("fork")
    workers = []
    for index in range(arguments.workers):
        ours, theirs = system.Pipe(duplex=False)
        progress = system.Value("q", 0, lock=False)
        process = system.Process(target=work, args=(
            document, arguments.url, arguments.credentials, arguments.seed, index, arguments.workers, SALT, arguments.requests, progress, theirs))
        process.start()
        theirs.close()
        workers.append((process, ours, progress))
    tally = Tally()
    waiting, told = list(workers), time.monotonic()
    while waiting:
        for worker in list(waiting):
            process, results, _ = worker
            if results.poll(0.2):
                try:
                    tally.add(results.recv())
                except EOFError:
                    tally.note(Finding("reach", "the run", 0, "a worker ended without a word", "", ""))
                process.join()
                waiting.remove(worker)
        if time.monotonic() - told > 15:
            told = time.monotonic()
            print(f"  {sum(progress.value for _, _, progress in workers)} of {arguments.requests}", file=sys.stderr, flush=True)
    return tally


def limited(arguments, document):
    worker = Worker(document, arguments.limited_url, arguments.limited_credentials, arguments.seed, 0, 1, SALT)
    try:
        worker.until_limited()
    except Gone as trouble:
        worker.tally.note(Finding("reach", "the program with low limits", 0, str(trouble), "", ""))
    return worker.tally


def in_log(path):
    """An error that the program logged is a finding, whatever it answered."""
    if not path:
        return
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = file.read().splitlines()
    for index, line in enumerate(lines):
        if LOG_TROUBLE.search(line) and not (index and LOG_TROUBLE.search(lines[index - 1])):
            told = re.sub(r"site-\w{26}|\b[0-9A-Z]{18}\b|\d+", "N", " ".join(part.strip() for part in lines[index:index + 2]))
            yield Finding("log", "the program's log", 0, told, "", "\n".join(lines[index:index + LOG_LINES]))


def unreached(document, tally):
    """An operation counts as reached in a role when it answered a valid token of that role with something of its own."""
    for role in ROLES:
        for operation in document.operations:
            seen = tally.reached.get((role, str(operation)), {})
            if not any(status not in REACHED_NOT and status < 500 for status in seen):
                yield Finding("reach", str(operation), 0, f"not reached in the role {role}: {dict(seen) or 'never sent'}", "", "")


def report(document, tally):
    statuses = sorted({status for counter in tally.statuses.values() for status in counter}, key=str)
    rows = [role for role in (*ROLES, "-") if role in tally.statuses] + sorted(row for row in tally.statuses if row.startswith("limited"))
    print()
    print("role".ljust(18) + "requests".rjust(9) + "".join(str(status).rjust(7) for status in statuses))
    for row in (*rows, "all"):
        counter = sum(tally.statuses.values(), Counter()) if row == "all" else tally.statuses[row]
        print(row.ljust(18) + str(sum(counter.values())).rjust(9) + "".join(str(counter.get(status, "")).rjust(7) for status in statuses))
    print()
    succeeded = {operation for (_, operation), counter in tally.reached.items() if any(status < 300 for status in counter)}
    names = [str(operation) for operation in document.operations]
    reached = sum(1 for counter in tally.reached.values() if any(status not in REACHED_NOT for status in counter))
    print(f"reached: {reached} of {len(names) * len(ROLES)} pairs of operation and role; {len(succeeded)} of {len(names)} operations also succeeded; "
          f"{len(tally.refusals)} kinds of refusal")
    if len(succeeded) < len(names):
        print("  never succeeded: " + ", ".join(name for name in names if name not in succeeded))
    if tally.unchecked:
        print("  words of the document that were not checked: " + ", ".join(sorted(tally.unchecked)))
    show(tally)


def show(tally):
    findings = sorted(tally.findings.values(), key=lambda finding: (KINDS.index(finding.kind), finding.where, finding.status))
    for finding in findings[:EXAMPLES_SHOWN]:
        print(f"\nFINDING {finding.kind}: {finding.where}: {finding.detail} ({finding.count} x)")
        if finding.replay:
            print(f"  {finding.replay}")
        if finding.answer:
            print("  " + finding.answer.replace("\n", "\n  "))
    if len(findings) > EXAMPLES_SHOWN:
        print(f"\n… and {len(findings) - EXAMPLES_SHOWN} kinds of findings more")
    print()


if __name__ == "__main__":
    sys.exit(main())
