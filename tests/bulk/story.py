"""The story of tests/bulk.sh. Arguments: the program, and a folder for what it keeps. The last line is «N passed, N failed»."""

import csv
import io
import json
import os
import sys
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

from registry import CSV, Person, Program, XLSX, unit_code
from workbook import Workbook, bomb

UNITS, SITES, CELLS = 10_000, 1_000, 10
SECONDS_MAX = 60
FIRST_UNIT = 70_000_000
THREADS = 16
HEADINGS = ["统一社会信用代码", "单位名称", "单位类型", "主管单位代码", "地址"]
FORMULA = "=SUM(1,1)南昌市批量公式学校"

passed = failed = 0


def check(what, holds, seen=""):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    print(f"{'ok    ' if holds else 'FAILED'} {what}{'' if holds else f': {str(seen)[:600]}'}", flush=True)
    return holds


def name_of(number):
    return f"南昌市批量第{number:05d}学校"


def units_file(authority, address, encoding="utf-8-sig"):
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(HEADINGS)
    for number in range(UNITS):
        rows.writerow([unit_code(FIRST_UNIT + number), FORMULA if number == UNITS - 1 else name_of(number), "局属学校", authority, address])
    return text.getvalue().encode(encoding)


def apply(person, import_id, skip_errors=False):
    return person.ask("POST", f"/imports/{import_id}/application", {"skipErrors": skip_errors})


def units_come_in(admin, authority):
    file, begun = units_file(authority, "南昌市红谷滩区丰和中大道1号", "gb18030"), time.monotonic()
    status, import_ = admin.upload("units", file, CSV, "单位.csv")
    if not check(f"a file of {UNITS:,} units in GB 18030 is taken", status == 201, import_):
        raise SystemExit(1)
    shown = admin.settled(import_["id"])
    checked = time.monotonic() - begun
    check(f"the dry run shows {UNITS:,} new rows without an error", (shown["state"], shown["rows"]["changed"], shown["rows"]["error"]) == ("checked", UNITS, 0), shown)
    check("and has registered none of them", admin.ask("GET", f"/units/{unit_code(FIRST_UNIT)}")[0] == 404)
    apply(admin, import_["id"])
    done = admin.settled(import_["id"])
    seconds = time.monotonic() - begun
    check(f"{UNITS:,} rows are applied", (done["state"], done["rows"]["applied"]) == ("applied", UNITS), done)
    check(f"import of {UNITS:,} rows: {seconds:.1f} s, {checked:.1f} s of them the dry run; at most {SECONDS_MAX} s", seconds <= SECONDS_MAX, seconds)


def register(url, admin, number):
    """A unit's clerk, a client of theirs, and the site: all by the API."""
    unit, person = unit_code(FIRST_UNIT + number), f"bulk-clerk-{number:05d}"
    admin.ask("PUT", f"/accounts/{person}", {"userName": person, "name": "经办人", "roles": ["clerk"], "unit": unit})
    status, client = admin.ask("POST", f"/accounts/{person}/clients", {"clientId": f"{person}-client", "label": "批量", "role": "clerk"})
    if status >= 300:
        return None, client
    clerk = Person(url, client["clientId"], client["clientSecret"])
    contact = {"name": "张三", "phone": "0791-86000001"}
    status, site = clerk.ask("POST", "/sites", {
        "name": name_of(number), "hosts": [f"bulk{number:05d}.ncedu.cn"], "purpose": "学校信息公开", "functions": ["informationDisclosure"],
        "platform": "市教育网站群平台", "hosting": {"provider": "江西电信", "place": "江西南昌", "ipAddress": "218.64.1.10", "onMainland": True},
        "upkeep": {"logRetentionMonths": 12, "backup": "每日备份", "emergencyPlan": "预案", "secrecyReviewer": "李四"},
        "contacts": [{"duty": duty, **contact} for duty in ("firstResponsiblePerson", "office", "technical", "roundTheClock")]})
    return (site["id"], clerk) if status == 201 else (None, site)


def export(person, table, query):
    status, file = person.ask("GET", f"/exports/{table}?q={urllib.parse.quote('南昌市批量第')}&{query}")
    check(f"{table} are exported as {query}", status == 200, file)
    return file


def comes_back_unchanged(person, table, file, media, rows):
    status, import_ = person.upload(table, file, media)
    seen = person.settled(import_["id"]) if status == 201 else import_
    check(f"the exported {table} come in unchanged", status == 201 and (seen["rows"]["all"], seen["rows"]["unchanged"]) == (rows, rows), seen)


def events_of(readers, request_id, after):
    """The feed's events of one request behind a position."""
    reader = next((one for one in readers if one.ask("GET", f"/events?after={after}")[0] == 200), readers[0])
    found = []
    while True:
        status, page = reader.ask("GET", f"/events?after={after}")
        if status != 200:
            return [f"{status} {page}"]
        found += [event for event in page["items"] if event["requestId"] == request_id]
        if not page["items"] or page.get("next") in (None, after):
            return found
        after = page["next"]


def history(person, kind, record):
    return person.ask("GET", f"/{kind}/{record}/history?limit=200")[1]["items"]


def ten_cells(centre, readers, file):
    workbook = Workbook(file)
    ids, states = workbook.column("网站编号"), workbook.column("公安备案状态")
    check(f"there are {SITES:,} rows in it", len(workbook.rows) == SITES + 1, len(workbook.rows))
    rows = range(1, SITES + 1, SITES // CELLS)
    sites = [workbook.text(row, ids) for row in rows]
    before = max(history(centre, "sites", site)[-1]["position"] for site in sites)
    for row in rows:
        workbook.set(row, states, "已提交")

    status, import_ = centre.upload("filings", workbook.bytes(), XLSX, "备案.xlsx")
    check("the changed workbook is taken", status == 201, import_)
    shown = centre.settled(import_["id"])
    check(f"the dry run finds {CELLS} changed rows and no error", (shown["rows"]["changed"], shown["rows"]["unchanged"]) == (CELLS, SITES - CELLS), shown)
    listed = centre.ask("GET", f"/imports/{import_['id']}/rows?state=changed")[1]["items"]
    told = [(row["record"], [(change["header"], change["before"], change["after"]) for change in row["changes"]]) for row in listed]
    check("and tells each with what is there and what will be", told == [(site, [("公安备案状态", None, "已提交")]) for site in sites], told[:2])
    check("the ledgers do not know of it yet", all(import_["id"] not in json.dumps(history(centre, "sites", site)) for site in sites))

    apply(centre, import_["id"])
    done = centre.settled(import_["id"])
    check(f"{CELLS} rows are applied", (done["state"], done["rows"]["applied"]) == ("applied", CELLS), done)
    seen = events_of(readers, done["requestId"], before)
    check(f"the feed has {CELLS} events of this one act, one a site", sorted(event["id"] for event in seen if isinstance(event, dict)) == sorted(sites), seen)
    own = [[event["type"] for event in history(centre, "sites", site) if event["body"]["requestId"] == done["requestId"]] for site in sites]
    check("and so has the ledger of each of these sites", own == [["filingRecorded"]] * CELLS, own)
    comes_back_unchanged(centre, "filings", workbook.bytes(), XLSX, SITES)


def killed_midway(program, admin, authority, readers):
    before = max(event["position"] for event in history(readers[0], "sites", program.site))
    status, import_ = admin.upload("units", units_file(authority, "南昌市红谷滩区学府大道2号"), CSV)
    admin.settled(import_["id"])
    apply(admin, import_["id"])
    midway = admin.settled(import_["id"], until=lambda one: one["state"] == "applying" and one["percentDone"] >= 30)
    program.kill()
    check(f"killed at {midway['percentDone']} % of {UNITS:,} rows", midway["state"] == "applying", midway)
    program.start()
    done = admin.settled(import_["id"])
    check("the import goes on by itself and ends", (done["state"], done["rows"]["applied"]) == ("applied", UNITS), done)
    seen = [event["id"] for event in events_of(readers, done["requestId"], before) if isinstance(event, dict)]
    check("every unit was changed exactly once", len(seen) == UNITS and len(set(seen)) == UNITS, (len(seen), len(set(seen))))


def main():
    program = Program(sys.argv[1], sys.argv[2])
    program.start()
    try:
        with open(os.path.join(sys.argv[2], "data", "first-run.json"), encoding="utf-8") as file:
            people = json.load(file)
        by_role = {one["role"]: Person(program.url, one["clientId"], one["clientSecret"]) for one in reversed(people)}
        authority = next(one["authority"] for one in people if one["role"] == "reviewer")
        admin, centre, readers = by_role["admin"], by_role["centre"], [by_role["centre"], by_role["auditor"], by_role["admin"]]

        units_come_in(admin, authority)
        with ThreadPoolExecutor(THREADS) as pool:
            registered = list(pool.map(lambda number: register(program.url, admin, number), range(SITES)))
        wrong = [why for site, why in registered if site is None]
        if not check(f"{SITES:,} sites are registered by their units' clerks", not wrong, wrong[:1]):
            raise SystemExit(1)
        program.site = registered[0][0]

        for table in ("sites", "filings"):
            comes_back_unchanged(centre, table, export(centre, table, "format=csv&encoding=gb18030"), CSV, SITES)
        ten_cells(centre, readers, export(centre, "filings", "format=xlsx"))
        check("as JSON there are as many rows", len(export(centre, "sites", "format=json")) == SITES)
        formula = admin.ask("GET", f"/exports/units?format=csv&q={unit_code(FIRST_UNIT + UNITS - 1)}")[1].decode("utf-8-sig")
        check("what begins like a formula goes out as a text", f"\"'{FORMULA}\"" in formula, formula)
        status, problem = admin.upload("units", bomb(), XLSX)
        check("a bomb is refused", (status, problem.get("rule")) == (413, "import-too-large"), problem)
        killed_midway(program, admin, authority, readers)
    finally:
        program.stop()
        print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
