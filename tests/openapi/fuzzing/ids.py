"""Real ids: what the lists of the document show to each client, under the place in a path where they belong."""

import re
from urllib.parse import quote

from .values import text_of

PER_PLACE = 400
PARENTS = 12
NUMBERS = ("1", "1", "1", "2", "2", "3", "4", "5", "9")
MALFORMED = (
    "0", "-1", "01", "1.0", "1e3", "999999999", "1000000000", "2147483648", "9223372036854775808", "%D9%A1", "x", "%20", "%C3%A9", "%ED%A0%80", "%FF",
    "%27%20OR%201%3D1--", "..%2F..%2Fetc%2Fpasswd", "%2e%2e%2f", "*", "me", "null", "%F0%9F%98%80", "site-", "%3Cscript%3E", "%25", "%", "%zz",
    "%0A", "%7F",
    "a" * 300, "%E9%95%BF" * 200, ";a=b", "a;b", "a,b", "a+b", "a:b", "@", "~", "$metadata", "{id}", "%7Bid%7D",
)


class Ids:
    """
    By viewer, which is a client, and place; «*» is all viewers together. A place is the template up to the parameter: «/api/v1/sites/» holds
    site ids.
    """

    def __init__(self, document):
        self.document = document
        self.places = {}
        for operation in document.operations:
            for parameter in operation.path_parameters:
                place = operation.template.split("{" + parameter["name"] + "}")[0]
                self.places.setdefault(place, parameter)
        self.known = {place: {} for place in self.places}
        self.numbers = {}   # viewer -> id of a record -> the numbers that it gave: its requests, windows, tests

    def add(self, viewer, place, value):
        for pool in (self.known[place].setdefault(viewer, []), self.known[place].setdefault("*", [])):
            if value not in pool and len(pool) < PER_PLACE:
                pool.append(value)

    def of(self, viewer, place):
        return self.known[place].get(viewer, [])

    def fitting(self, pattern):
        """All ids whose place has this form, for bodies that name other records."""
        return [one for place, parameter in self.places.items() if parameter["schema"].get("pattern") == pattern for one in self.of("*", place)]

    def forget(self, viewer):
        self.numbers.pop(viewer, None)
        for pools in self.known.values():
            pools.pop(viewer, None)

    def harvest(self, viewer, ask):
        """ask: (operation, path) -> parsed answer or None. Places that lie under others are filled from the first few of those."""
        self.forget(viewer)
        for place in sorted(self.places, key=lambda place: place.count("{")):
            operation = self.document.find("GET", place.rstrip("/"))
            if operation is None:
                continue
            for path in self._parents(viewer, place.rstrip("/")):
                self._take(viewer, place, ask(operation, path))

    def _parents(self, viewer, template):
        """Paths of the template, its parameters filled with ids that are known."""
        paths, done = [""], ""
        for literal, name in re.findall(r"([^{]+)(?:\{(\w+)\})?", template):
            done += literal
            paths = [path + literal for path in paths]
            if name:
                paths = [path + quoted(one) for path in paths for one in self.of(viewer, done)[:PARENTS]][:PARENTS]
                done += "{" + name + "}"
        return paths

    def _take(self, viewer, place, answer):
        items = answer.get("items", answer) if isinstance(answer, dict) else answer
        for item in items if isinstance(items, list) else []:
            if (value := self._id_in(item, place)) is not None:
                self.add(viewer, place, value)

    def _id_in(self, item, place):
        parameter = self.places[place]
        pattern, is_integer = parameter["schema"].get("pattern"), parameter["schema"].get("type") == "integer"
        last = place.rstrip("/").rsplit("/", 1)[-1]
        if not isinstance(item, dict):
            return None
        for name in (parameter["name"], "id", last.rstrip("s") + "Id", "number", *item):
            value = item.get(name)
            if is_integer and isinstance(value, int) and not isinstance(value, bool):
                return value
            if isinstance(value, str) and not is_integer and (re.search(pattern, value) if pattern else name.lower().endswith(("id", "name"))):
                return value
        return None

    def relate(self, viewer, answer):
        """Numbers that stand beside a record's id belong to it."""
        items = answer.get("items", [answer]) if isinstance(answer, dict) else []
        for item in items if isinstance(items, list) else []:
            if not isinstance(item, dict):
                continue
            owner = next((one for name, one in item.items() if name == "id" or name.endswith("Id")), None)
            numbers = sorted(set(numbers_in(item)))
            if isinstance(owner, str) and numbers:
                known = self.numbers.setdefault(viewer, {}).setdefault(owner, [])
                known.extend(number for number in numbers if number not in known)

    def learn_from_location(self, viewer, location):
        """A record just made: its address holds its id."""
        parts = location.split("?")[0].split("/")
        for place in self.places:
            segments = place.rstrip("/").split("/")
            if len(parts) > len(segments) and all(s[:1] == "{" or s == p for s, p in zip(segments, parts)):
                value = parts[len(segments)]
                if re.search(self.places[place]["schema"].get("pattern", ""), value):
                    self.add(viewer, place, value)

    def pick(self, viewer, place, schema, random, is_right, owner=None, owns=False):
        """A path segment, encoded. owner: the record whose number it is; owns: a number follows."""
        roll = random.random()
        related = self.numbers.get(viewer, {})
        if "enum" in schema and (is_right or roll < 0.6):
            return str(random.choice(schema["enum"]))
        if schema.get("type") == "integer" and (is_right or roll < 0.4):
            if owner in related and random.random() < 0.8:
                # the latest is the one that is still open, as a rule
                return str(related[owner][-1] if random.random() < 0.5 else random.choice(related[owner]))
            return quoted(random.choice(self.of(viewer, place) or NUMBERS)) if random.random() < 0.5 else random.choice(NUMBERS)
        own, all_known = self.of(viewer, place), self.of("*", place)
        if is_right and owns and random.random() < 0.6 and (numbered := [one for one in own if one in related]):
            return quoted(random.choice(numbered))
        if is_right and own and random.random() < 0.3:
            # the newest: what the run made itself and has not ended yet
            return quoted(own[-1])
        if is_right or roll < 0.3:
            return quoted(random.choice(own or all_known or [text_of(schema.get("pattern", "^[a-z]{8}$"), random)]))
        if roll < 0.5 and all_known:
            return quoted(random.choice(all_known))
        if roll < 0.65:
            return text_of(schema.get("pattern", "^[a-z0-9-]{1,20}$"), random)
        if roll < 0.8 and all_known:
            return spoilt(str(random.choice(all_known)), random)
        return random.choice(MALFORMED)


def numbers_in(value):
    if isinstance(value, dict):
        if isinstance(number := value.get("number"), int):
            yield number
        for one in value.values():
            yield from numbers_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from numbers_in(one)


def quoted(value):
    return quote(str(value), safe="")


def spoilt(text, random):
    at = random.randrange(len(text))
    return random.choice((
        text.upper(), text.lower(), text.swapcase(), text[:-1], text + "0", text[:at] + random.choice("0aZ_-.~") + text[at + 1:], "%20" + text,
        text + "%20",
        text + "%0A", text.replace("-", "%2D"), text + "%2F", "%EF%BB%BF" + text, text + text, text.replace("0", "O"),
        "%" + format(ord(text[0]), "02x") + text[1:]))
