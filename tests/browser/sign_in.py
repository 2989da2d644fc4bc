"""The story of tests/sign-in.sh: three ways in, two gateways each, one act by each; then what was taken back is refused everywhere.

Arguments: gateway 1 and 2 (embedded token server), 3 and 4 (external issuer), the issuer, the people of the cluster, the people of the issuer.
"""
import base64, hashlib, hmac, json, struct, sys, time, urllib.parse, urllib.request, uuid

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

ONE, TWO, THREE, FOUR, ISSUER = sys.argv[1:6]
PEOPLE = {person["clientId"]: person for person in json.load(open(sys.argv[6], encoding="utf-8"))}
ISSUERS_PEOPLE = {person["clientId"]: person for person in json.load(open(sys.argv[7], encoding="utf-8"))}

passed = failed = 0


def check(what, holds, seen=""):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    print(f"{'ok    ' if holds else 'FAILED'} {what}{'' if holds else f': {seen}'}", flush=True)


def ask(url, token=None, body=None, method=None):
    headers = {"Accept-Language": "zh"}
    data = None
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if body is not None:
        data = json.dumps(body).encode()
        headers |= {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method)) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read() or b"null")


def token(server, person):
    form = urllib.parse.urlencode({"grant_type": "client_credentials", "client_id": person["clientId"], "client_secret": person["clientSecret"]})
    with urllib.request.urlopen(f"{server}/connect/token", form.encode()) as answer:
        return json.loads(answer.read())["access_token"]


def browser():
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for switch in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(switch)
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


def fill(driver, **fields):
    for name, value in fields.items():
        box = driver.find_element(By.NAME, name)
        box.clear()
        box.send_keys(value)
    driver.find_element(By.CSS_SELECTOR, "button[type=submit]").click()


def code(key, step=0):
    secret = base64.b32decode(key + "=" * (-len(key) % 8))
    digest = hmac.new(secret, struct.pack(">Q", int(time.time()) // 30 + step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def until(driver, condition, what):
    try:
        WebDriverWait(driver, 20).until(condition)
    except Exception:
        print(driver.current_url, driver.page_source[:2000], file=sys.stderr)
        raise RuntimeError(what)


def command(driver, gateway, path, body):
    """A command by the session of the browser, from a page of the gateway, with the antiforgery token."""
    driver.get(f"{gateway}/docs")
    return driver.execute_async_script(
        """
        const [path, body, key, done] = arguments;
        const token = (await (await fetch('/account/antiforgery')).json()).token;
        const answer = await fetch(path, {method: 'POST', body: JSON.stringify(body),
            headers: {'Content-Type': 'application/json', 'Idempotency-Key': key, 'X-CSRF-Token': token}});
        done([answer.status, await answer.json()]);
        """.replace("const [path", "(async () => { const [path", 1).rstrip() + " })()",
        path, body, str(uuid.uuid4()))


def profile(unit):
    status, facts = ask(f"{ONE}/api/v1/units/{unit}", token(ONE, PEOPLE["admin"]))
    assert status == 200, facts
    return {
        "name": facts["name"], "hosts": ["signin.ncedu.cn"], "purpose": "学校信息公开", "functions": ["informationDisclosure"], "platform": "市教育局网站群平台",
        "hosting": {"provider": "中国电信江西分公司", "place": "江西南昌", "ipAddress": "218.64.57.20", "onMainland": True},
        "upkeep": {"logRetentionMonths": 12, "backup": "每日增量", "emergencyPlan": "应急预案", "secrecyReviewer": "王敏"},
        "contacts": [{"duty": "firstResponsiblePerson", "name": "李建国", "phone": "0791-86000001"}],
    }


def by_browser():
    print("== by browser, at gateway 1; the act at gateway 2")
    clerk = PEOPLE["clerk"]
    driver = browser()
    driver.get(f"{ONE}/account")
    until(driver, lambda d: d.find_elements(By.NAME, "userName"), "the sign-in page did not come")
    fill(driver, userName=clerk["userName"], password=clerk["password"])
    until(driver, lambda d: "我的账号" in d.page_source, "the account's page did not come")
    check("the clerk is signed in at gateway 1", "学校经办人" in driver.page_source)
    driver.get(f"{TWO}/account")
    check("gateway 2 takes the session", "我的账号" in driver.page_source, driver.current_url)
    status, answer = command(driver, TWO, "/api/v1/sites", profile(clerk["unit"]))
    check("the clerk registers the unit's site at gateway 2", status == 201, answer)

    print("== by browser, with a second factor")
    lead = PEOPLE["lead"]
    second = browser()
    second.get(f"{TWO}/account")
    fill(second, userName=lead["userName"], password=lead["password"])
    until(second, lambda d: "设置第二重验证" in d.page_source, "the second factor was not asked for")
    check("a deciding role is asked to set up a second factor", True)
    key = second.find_element(By.TAG_NAME, "code").text
    fill(second, code=code(key))
    until(second, lambda d: "请保存恢复码" in d.page_source, "the second factor was not taken")
    check("ten recovery codes are shown", len(second.find_elements(By.CSS_SELECTOR, ".codes li")) == 10)
    second.get(f"{ONE}/account")
    check("gateway 1 takes the session", "主管单位负责人" in second.page_source, second.current_url)
    second.quit()
    return driver


def by_client():
    print("== by a client's credentials: the token from gateway 1, the act at gateway 2")
    reviewer = token(ONE, PEOPLE["reviewer"])
    status, inbox = ask(f"{TWO}/api/v1/requests?state=submitted", reviewer)
    check("the reviewer's inbox at gateway 2", status == 200 and inbox["items"], inbox)
    first = inbox["items"][0]
    status, answer = ask(f"{TWO}/api/v1/sites/{first['siteId']}/requests/{first['request']['number']}/assignment", reviewer, {})
    check("the reviewer takes a request at gateway 2", status == 200, answer)


def by_issuer():
    print("== by an external issuer: its token at gateway 3 and 4, its sign-in page for gateway 3")
    admin = token(ISSUER, ISSUERS_PEOPLE["admin"])
    unit = PEOPLE["clerk-2"]["unit"]
    status, facts = ask(f"{THREE}/api/v1/units/{unit}", admin)
    check("gateway 3 takes the issuer's token", status == 200, facts)
    body = {name: facts[name] for name in ("name", "type", "authority")} | {"address": "江西省南昌市西湖区云锦路1号"}
    status, answer = ask(f"{FOUR}/api/v1/units/{unit}", admin, body, "PUT")
    check("the administrator changes a unit at gateway 4", status == 200, answer)
    status, answer = ask(f"{ONE}/api/v1/units/{unit}", admin)
    check("gateway 1, which is not told to trust the issuer, does not", status == 401, answer)

    head = ISSUERS_PEOPLE["head"]
    driver = browser()
    driver.get(f"{THREE}/account")
    until(driver, lambda d: d.find_elements(By.NAME, "userName"), "the issuer's sign-in page did not come")
    check("gateway 3 leads to the issuer's page", driver.current_url.startswith(ISSUER), driver.current_url)
    fill(driver, userName=head["userName"], password=head["password"])
    until(driver, lambda d: d.current_url.startswith(THREE) and "我的账号" in d.page_source, "the way back did not lead to gateway 3")
    check("the head is signed in at gateway 3", "单位负责人" in driver.page_source, driver.page_source)
    status, site = ask(f"{ONE}/api/v1/sites", token(ONE, PEOPLE["head"]))
    status, answer = command(driver, FOUR, f"/api/v1/sites/{site['items'][0]['id']}/responsibility-confirmations", {"statement": "本人确认网站信息属实。"})
    check("the head confirms the responsibility at gateway 4", status == 200, answer)
    driver.quit()


def taken_back(driver):
    print("== what is taken back")
    admin = token(ONE, PEOPLE["admin"])
    clerks = token(TWO, PEOPLE["clerk"])
    status, answer = ask(f"{ONE}/api/v1/me", clerks)
    person = answer["personId"]
    status, answer = ask(f"{TWO}/api/v1/accounts/{person}/lock", admin, {"reason": "人员调离"})
    check("the administrator locks the clerk's account at gateway 2", status == 200, answer)
    status, answer = ask(f"{ONE}/api/v1/me", clerks)
    check("gateway 1 refuses the clerk's token with the next request", status == 401, answer)
    driver.get(f"{ONE}/account")
    check("gateway 1 leads the clerk's browser to the sign-in page", "/account/sign-in" in driver.current_url, driver.current_url)
    status, history = ask(f"{ONE}/api/v1/accounts/{person}/history", token(ONE, PEOPLE["auditor"]))
    check("the ledger says who locked it and why", [e["body"]["data"].get("reason") for e in history["items"]][-1] == "人员调离", history)


clerk_browser = by_browser()
by_client()
by_issuer()
taken_back(clerk_browser)
clerk_browser.quit()
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
