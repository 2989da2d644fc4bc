"""Values: right ones for a schema, wrong ones for any, and bodies that are no bodies."""

import json
import re
from datetime import date, datetime, timedelta, timezone

try:
    from re import _parser as expressions
except ImportError:  # before Python 3.11
    import sre_parse as expressions

DEPTH_MAX = 6
DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
WORDS = ("南昌市第一中学", "网站改版", "升级维护", "0791-86000001", "clerk", "Registry", "a", "2026", "红谷滩区", "已核对，情况属实。")

# As raw JSON: no library would write some of them.
NASTY = [
    "null", "true", "false", "0", "-1", "1.5", "1e400", "-1e400", "-0", "1e-400", "2147483648", "9223372036854775807", "9223372036854775808",
    "-9223372036854775809", "123456789012345678901234567890", "01", "+1", "0x10", "NaN", "Infinity", ".5",
    '""', '" "', '"\\t\\n"', '"\\u0000"', '"a\\u0000b"', '"\\ud800"', '"\\udc00\\ud800"', '"\\ud83d\\ude00"', '"\\u202e"', '"\\u200b"', '"\\uffff"',
    '"\\u001b[31m"', '"e\\u0301"', '"=cmd|\' /C calc\'!A0"', '"@SUM(1)"', '"../../etc/passwd"', '"..\\\\..\\\\windows\\\\win.ini"',
    '"file:///etc/passwd"',
    '"\' OR 1=1 --"', '"\'; DROP TABLE sites; --"', '"%\' _ [a-z]"', '"<script>alert(1)</script>"', '"{{7*7}}${7*7}"', '"http://169.254.169.254/"',
    '"https://[fe80::1]/"', '"http://127.0.0.1:22/"', '"https://nc1z.ncedu.cn:99999/"', '"javascript:alert(1)"', '"http://用户@例え.テスト/"',
    '"0000-00-00"', '"2026-02-30"', '"2024-02-29"', '"1948-12-31"', '"1949-01-01"', '"2199-12-31"', '"2200-01-01"', '"9999-12-31"',
    '"0001-01-01"', '"2026-1-1"',
    '"2026-03-02T10:00:00"', '"2026-03-02T25:00:00+08:00"', '"9999-12-31T23:59:59-14:00"', '"0001-01-01T00:00:00+14:00"',
    '"2026-03-02T10:00:00.123456789Z"', '"2199-12-31T23:59:59-14:00"', '"2026-12-31T23:59:60Z"', '"二〇二六年三月二日"', '"١٢٣"', '"1"', '"Filed"', '"filed "',
    '"999.999.999.999"', '"::ffff:169.254.169.254"', '"0.0.0.0/0"', '"10.0.0.0/33"', '"xn--"', '"xn--a"', '"a..b"', '"-a.cn"', '"*.ncedu.cn"',
    '"NCEDU.CN."',
    "[]", "{}", "[[]]", "[null]", "[{}]", '[1,"a",null]', '{"a":{"b":{"c":[]}}}', '{"$type":"System.Object"}', '{"kind":"icp"}', '{"__proto__":{}}',
    '"' + "长" * 5000 + '"', '"' + "x" * 5000 + '"', '"' + "\\ud83d\\ude00" * 300 + '"', "[" + ",".join(['"x"'] * 300) + "]",
    "[" * 40 + "]" * 40, '{"a":' * 40 + "1" + "}" * 40, "9" * 400, "0." + "3" * 400,
]

BODIES = [
    b"", b" ", b"null", b"[]", b'"text"', b"1", b"{", b"}", b'{"a"', b'{"a":}', b"{,}", b'{"a":1,}', b"// comment\n{}", b"{}{}",
    b"\xef\xbb\xbf{}", b"NaN", b"{'a':1}",
    b'{"":1}', b'{"__proto__":{}}', b'{"\\ud800":1}', b'{"a":1,"a":2}', b'{"$ref":"#"}', b'{"a":' + b"[" * 100 + b"]" * 100 + b"}", b"[" * 20000,
    b'{"' + b"k" * 5000 + b'":1}', b"\x00", b"\xff\xfe{\x00}\x00", b"\xed\xa0\x80", b'{"a":"\xc3"}', b'{"a":"\xf8\x88\x80\x80\x80"}', b"<a/>",
    b"a=1&b=2",
    b"{" + b",".join(b'"m%d":%d' % (n, n) for n in range(2000)) + b"}", b"[" + b"1," * 20000 + b"1]", b" " * 9000 + b"{}",
    b'{"a":"' + b"x" * 70000 + b'"}',
]

# As they stand in a query or a path, encoded already.
NASTY_TEXTS = [
    "", "%20", "%00", "a%00b", "%01", "%0A", "%7F", "%ED%A0%80", "%FF%FE", "%C3", "%", "%zz", "%u0000", "-1", "0", "00", "1", "01", "+1", "1.0",
    "1e3", "0x1", "%D9%A1",
    "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "999999999999", "123456789012345678901234567890", "true", "null",
    "undefined",
    "2026-02-30", "2026-08-03", "1948-12-31", "2200-01-01", "9999-12-31", "0001-01-01", "live", "Live", "LIVE", "me", "*", "%25", "_", "%5B%5D",
    "%7B%7D",
    "%27%20OR%201%3D1--", "%27%3BDROP%20TABLE%20sites--", "%22%20OR%20%22%22%3D%22", "%28%28%28", "a%2A%20NEAR%20b", "%22unbalanced", "%5C",
    "..%2F..%2Fetc%2Fpasswd",
    "..%5C..%5Cwindows", "%2e%2e%2f%2e%2e%2f", "%252e%252e%252f", "%F0%9F%98%80", "%E4%B8%80", "%E2%80%AE", "%E2%80%8B", "e%CC%81", "%EF%BF%BF",
    "http%3A%2F%2F169.254.169.254%2F", "%3Dcmd%7C%27%20%2FC%20calc%27%21A0", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "%24%7B7*7%7D", "a" * 64,
    "a" * 65, "a" * 101,
    "a" * 513, "a" * 600, "a" * 5000, "%E9%95%BF" * 600,
]


class Learned:
    """What the registry itself answered, by the member's name: such values lead further in than invented ones."""

    PER_NAME = 48

    def __init__(self):
        self.by_name = {}

    def take(self, value, depth=0):
        if depth > DEPTH_MAX:
            return
        if isinstance(value, list):
            for one in value[:PER_LIST]:
                self.take(one, depth + 1)
        elif isinstance(value, dict):
            for name, one in value.items():
                if isinstance(one, (dict, list)):
                    self.take(one, depth + 1)
                    one = one[0] if isinstance(one, list) and one and isinstance(one[0], str) else None
                if isinstance(one, (str, int)) and not isinstance(one, bool):
                    known = self.by_name.setdefault(name, [])
                    if one not in known and len(known) < self.PER_NAME:
                        known.append(one)

    def pick(self, random, name):
        """Rather one of the first: the lists of records are read before anything else."""
        known = self.by_name.get(name)
        return known[min(int(random.expovariate(0.4)), len(known) - 1)] if known else None


PER_LIST = 12


class Maker:
    """Makes values that a schema admits."""

    def __init__(self, document, random, learned, ids):
        self.document, self.random, self.learned, self.ids = document, random, learned, ids

    def of(self, schema, name="", depth=0):
        random = self.random
        schema = self.whole(schema)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return random.choice(schema["enum"])
        for word in ("oneOf", "anyOf"):
            if word in schema:
                return self._choice(schema, word, name, depth)
        types = schema.get("type", "object" if "properties" in schema else "string")
        if isinstance(types, list):
            if "null" in types and (random.random() < 0.3 or depth > DEPTH_MAX):
                return None
            types = random.choice([kind for kind in types if kind != "null"] or ["null"])
        return getattr(self, "_" + types)(schema, name, depth)

    def whole(self, schema):
        while "$ref" in schema:
            schema = {**self.document.at(schema["$ref"]), **{name: one for name, one in schema.items() if name != "$ref"}}
        for part in schema.get("allOf", []):
            schema = {**self.whole(part), **schema}
        return schema

    def _choice(self, schema, word, name, depth):
        choices = [one for one in schema[word] if one.get("type") != "null"]
        if len(choices) < len(schema[word]) and (self.random.random() < 0.35 or depth > DEPTH_MAX):
            return None
        return self.of(self.random.choice(choices), name, depth + 1)

    def _null(self, schema, name, depth):
        return None

    def _boolean(self, schema, name, depth):
        return self.random.random() < 0.5

    def _integer(self, schema, name, depth):
        least, most = schema.get("minimum", 0), schema.get("maximum", 2 ** 31 - 1)
        known = self.learned.pick(self.random, name)
        if isinstance(known, int) and least <= known <= most and self.random.random() < 0.4:
            return known
        return self.random.choice((least, most, self.random.randint(least, min(most, least + 20))))

    _number = _integer

    def _array(self, schema, name, depth):
        least = schema.get("minItems", 0)
        most = min(schema.get("maxItems", 4), least + 3) if depth < DEPTH_MAX else least
        return [self.of(schema.get("items", {}), name, depth + 1) for _ in range(self.random.randint(least, max(least, most)))]

    def _object(self, schema, name, depth):
        required, made = schema.get("required", ()), {}
        for member, one in schema.get("properties", {}).items():
            if member in required or (depth < DEPTH_MAX and self.random.random() < 0.5):
                made[member] = self.of(one, member, depth + 1)
        close_window(made, self.random)
        return made

    def _string(self, schema, name, depth):
        random = self.random
        form = schema.get("format")
        if form == "date":
            return near_date(random)
        if form == "date-time":
            return near_instant(random)
        least, most = schema.get("minLength", 0), schema.get("maxLength", 200)
        pattern = schema.get("pattern")
        known = self.learned.pick(random, name)
        fits = isinstance(known, str) and least <= len(known) <= most and (not pattern or re.search(pattern, known))
        if fits and random.random() < (0.85 if pattern else 0.65):
            return known
        if pattern:
            fitting = self.ids(pattern)
            return random.choice(fitting) if fitting and random.random() < 0.8 else text_of(pattern, random)
        if random.random() < 0.1:
            return "长" * random.choice((least, most))
        text = random.choice(WORDS)
        while len(text) < least:
            text += random.choice(WORDS)
        return text[:most]


def near_date(random):
    return (date.today() + timedelta(days=random.choice((0, 1, 5, 8, 12, 15, 20, 30, -5, -30, random.randint(-400, 400))))).isoformat()


def close_window(value, random):
    """Mostly a window ends after it begins: two dates drawn apart are refused for their order, and nothing else of them is looked at."""
    begins = value.get("from")
    if isinstance(begins, str) and DAY.match(begins) and isinstance(value.get("until"), str) and random.random() < 0.8:
        value["until"] = (date.fromisoformat(begins) + timedelta(days=random.randrange(6))).isoformat()


def near_instant(random):
    moment = datetime.now(timezone.utc) + timedelta(minutes=random.choice((-60 * 24 * 30, -600, -60, -5, 0, 0, 0, 60, 60 * 24)))
    return moment.isoformat(timespec="seconds").replace("+00:00", random.choice(("Z", "+00:00")))


def text_of(pattern, random):
    """A text that the expression matches; good for the plain ones that stand in a document."""
    return "".join(_text(expressions.parse(pattern), random))


def _text(parsed, random):
    for code, argument in parsed:
        name = str(code)
        if name == "LITERAL":
            yield chr(argument)
        elif name == "IN":
            yield _one_of(argument, random)
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            least, most, inner = argument
            for _ in range(random.randint(least, min(int(most), least + 8))):
                yield from _text(inner, random)
        elif name == "SUBPATTERN":
            yield from _text(argument[-1], random)
        elif name == "BRANCH":
            yield from _text(random.choice(argument[1]), random)
        elif name in ("ANY", "NOT_LITERAL"):
            yield "x"


def _one_of(choices, random):
    code, argument = random.choice(choices)
    if str(code) == "RANGE":
        return chr(random.randint(*argument))
    return chr(argument) if str(code) == "LITERAL" else random.choice("0123456789")


def dump(value):
    """JSON in UTF-8; what Python holds as half a surrogate pair is written as its escape."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(value).encode()


def places(value, above=()):
    """Every member, at any depth; of a list the first item."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield (*above, name)
            yield from places(one, (*above, name))
    elif isinstance(value, list) and value:
        yield (*above, 0)
        yield from places(value[0], (*above, 0))


MARK = "@@here@@"


def mutate(value, random):
    """The body with one thing wrong, as bytes."""
    paths = list(places(value))
    roll = random.random()
    if roll < 0.12 or not paths:
        return random.choice(BODIES)
    if roll < 0.2:
        return spoil(dump(value), random)
    copy = json.loads(json.dumps(value))
    *above, last = random.choice(paths)
    owner = copy
    for step in above:
        owner = owner[step]
    how = random.random()
    if how < 0.15:
        del owner[last]
    elif how < 0.25 and isinstance(owner, dict):
        owner[random.choice(("unknownMember", "version", "stage", "id", "by", "role", str(last).upper(), str(last) + "\u0000"))] = 1
    elif how < 0.3 and isinstance(owner, dict):
        return dump(copy).replace(dump(last) + b": ", dump(last) + b": 1, " + dump(last) + b": ", 1)
    elif how < 0.35 and isinstance(owner, dict):
        owner[str(last).swapcase()] = owner.pop(last)
    elif how < 0.42 and isinstance(owner[last], list):
        owner[last] = owner[last] * random.choice((2, 30, 300))
    elif how < 0.5 and isinstance(owner[last], str):
        owner[last] = (owner[last] or "x") * random.choice((2, 60, 1100))
    else:
        owner[last] = MARK
        return dump(copy).replace(dump(MARK), random.choice(NASTY).encode(), 1)
    return dump(copy)


def spoil(body, random):
    """The bytes themselves cut, turned or written otherwise."""
    how, at = random.randrange(6), random.randrange(max(1, len(body)))
    if how == 0:
        return body[:at]
    if how == 1:
        return body[:at] + bytes([random.randrange(256)]) + body[at + 1:]
    if how == 2:
        return body[:at] + random.choice((b"\xc3\x28", b"\xed\xa0\x80", b"\xff", b"\x00", b"\xe2\x80")) + body[at:]
    if how == 3:
        return body + random.choice((b"x", b"{}", b"\x00", b" \n", b"]"))
    if how == 4:
        return body.decode(errors="replace").encode(random.choice(("utf-16", "utf-16-le", "utf-32", "gb18030", "utf-8-sig")), "replace")
    return body[:at] + body[at + random.randrange(1, 9):]
