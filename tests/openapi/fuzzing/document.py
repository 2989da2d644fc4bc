"""The OpenAPI document: its operations, and a validator for the part of JSON Schema that is in use."""

import re
from urllib.parse import unquote

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
ROLES_SAID = re.compile(r"Roles: ([a-z, ]+)\.\s*$")
DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]\d{2}:\d{2})\Z")
BITS = {"int32": 31, "int64": 63}
CHECKED = frozenset((
    "$ref", "type", "enum", "const", "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "items", "minItems", "maxItems",
    "properties", "required", "additionalProperties", "allOf", "anyOf", "oneOf"))
WORDS_ONLY = frozenset(("title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "discriminator", "$comment"))


class Operation:
    """One method at one path, as the document tells it."""

    def __init__(self, document, template, method, said, shared):
        self.method, self.template = method.upper(), template
        self.name = said.get("operationId", f"{self.method} {template}")
        self.segments = [(part[1:-1], True) if part[:1] == "{" else (part.casefold(), False) for part in template.split("/")]
        parameters = [document.follow(parameter) for parameter in shared + said.get("parameters", [])]
        self.path_parameters = [p for p in parameters if p["in"] == "path"]
        self.query_parameters = [p for p in parameters if p["in"] == "query"]
        self.headers = {p["name"].lower(): p for p in parameters if p["in"] == "header"}
        body = document.follow(said.get("requestBody") or {})
        self.media_type, media = next(iter(body.get("content", {}).items()), (None, {}))
        self.body_schema, self.example = media.get("schema"), media.get("example")
        self.needs_body = bool(body.get("required"))
        self.security = said.get("security", document.told.get("security")) or []
        named = ROLES_SAID.search(said.get("description", ""))
        self.roles = frozenset(re.split(r", *", named[1])) if named else None
        self.answers = {}
        for status, answer in said.get("responses", {}).items():
            answer = document.follow(answer)
            content = {kind.lower(): media.get("schema", {}) for kind, media in answer.get("content", {}).items()}
            self.answers[status.upper()] = (content, [name.lower() for name in answer.get("headers", {})])

    @property
    def is_secured(self):
        return bool(self.security)

    @property
    def scopes(self):
        """Those of which each is enough by itself."""
        return frozenset(scope for requirement in self.security for scopes in requirement.values() if len(scopes) == 1 for scope in scopes)

    @property
    def is_read(self):
        return self.method in ("GET", "HEAD", "OPTIONS")

    def answer(self, status):
        """What is documented of the status; «default» documents nothing."""
        return self.answers.get(str(status)) or self.answers.get(f"{status // 100}XX")

    def admits(self, role):
        return self.roles is None or role in self.roles

    def fits(self, parts):
        return len(parts) == len(self.segments) and all(
            is_parameter and part != "" or name == part.casefold() for (name, is_parameter), part in zip(self.segments, parts))

    def __str__(self):
        return f"{self.method} {self.template}"


class Document:
    def __init__(self, told):
        self.told = told
        self.operations = []
        for template, item in told["paths"].items():
            for method in METHODS:
                if method in item:
                    self.operations.append(Operation(self, template, method, item[method], item.get("parameters", [])))
        self.operations.sort(key=lambda operation: (operation.template, operation.method))
        # a literal segment goes before a parameter, as in every router
        self.by_precedence = sorted(self.operations, key=lambda operation: [is_parameter for _, is_parameter in operation.segments])
        self.schemas = Schemas(self)

    def follow(self, node):
        while isinstance(node, dict) and "$ref" in node and set(node) <= {"$ref", "summary", "description"}:
            node = self.at(node["$ref"])
        return node

    def at(self, reference):
        node = self.told
        for part in reference.removeprefix("#/").split("/"):
            node = node[unquote(part).replace("~1", "/").replace("~0", "~")]
        return node

    def find(self, method, path):
        """The operation that serves the path; None when the document has none."""
        parts = [unquote(part, errors="replace") for part in path.split("/")]
        return next((o for o in self.by_precedence if o.method == method and o.fits(parts)), None)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


TYPES = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: is_number(value) and (isinstance(value, int) or value.is_integer()),
    "number": is_number,
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


class Schemas:
    """Each schema becomes a function once: value -> None, or what is wrong and where."""

    def __init__(self, document):
        self.document = document
        self.made = {}
        self.unchecked = set()

    def of(self, schema):
        known = self.made.get(id(schema))
        if known is None:
            parts = []
            # a schema may hold itself: until it is made, it is called through the list
            known = self.made[id(schema)] = lambda value: first_fault(parts, value)
            parts.extend(self._parts(schema))
        return known

    def _parts(self, schema):
        if schema is False:
            yield lambda value: " must not be there"
        if not isinstance(schema, dict):
            return
        self.unchecked.update(word for word in schema if word not in CHECKED | WORDS_ONLY and not word.startswith("x-"))
        if "$ref" in schema:
            yield self.of(self.document.at(schema["$ref"]))
        if "type" in schema:
            yield of_type(schema["type"])
        if "enum" in schema:
            yield lambda value: None if value in schema["enum"] else f" is {shown(value)}, none of its values"
        if "const" in schema:
            yield lambda value: None if value == schema["const"] else f" is {shown(value)}, not {schema['const']!r}"
        yield from of_text(schema)
        yield from of_number(schema)
        yield from self._of_array(schema)
        yield from self._of_object(schema)
        for part in schema.get("allOf", []):
            yield self.of(part)
        if "anyOf" in schema:
            yield self._choice(schema["anyOf"], lambda count: count > 0)
        if "oneOf" in schema:
            yield self._choice(schema["oneOf"], lambda count: count == 1)

    def _choice(self, schemas, is_right):
        choices = [self.of(schema) for schema in schemas]

        def check(value):
            faults = [choice(value) for choice in choices]
            fitting = faults.count(None)
            if is_right(fitting):
                return None
            # null is one of the choices as a rule; what the others say leads further
            said = [fault for fault in faults if fault is not None]
            return said[-1] if fitting == 0 else f" fits {fitting} of its forms"
        return check

    def _of_array(self, schema):
        if "items" in schema:
            item = self.of(schema["items"])

            def check(value):
                if isinstance(value, list):
                    for index, one in enumerate(value):
                        if (fault := item(one)) is not None:
                            return f"[{index}]{fault}"
                return None
            yield check
        least, most = schema.get("minItems", 0), schema.get("maxItems")
        if least or most is not None:
            yield lambda value: None if not isinstance(value, list) or least <= len(value) <= (most or len(value)) else f" has {len(value)} items"

    def _of_object(self, schema):
        known = {name: self.of(one) for name, one in schema.get("properties", {}).items()}
        required = schema.get("required", [])
        others = schema.get("additionalProperties", True)
        other = None if others is True else self.of(others)
        if not known and not required and other is None:
            return

        def check(value):
            if not isinstance(value, dict):
                return None
            for name in required:
                if name not in value:
                    return f" has no '{name}'"
            for name, one in value.items():
                rule = known.get(name, other)
                if rule is not None and (fault := rule(one)) is not None:
                    return f".{name}{fault}"
            return None
        yield check


def first_fault(parts, value):
    for part in parts:
        if (fault := part(value)) is not None:
            return fault
    return None


def shown(value):
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def of_type(types):
    types = [types] if isinstance(types, str) else types
    checks = [TYPES[name] for name in types]
    return lambda value: None if any(check(value) for check in checks) else f" is {shown(value)}, not {' or '.join(types)}"


def of_text(schema):
    if "pattern" in schema:
        # in ECMA's expressions $ is the very end, in Python's also before a last line break
        pattern = re.compile(re.sub(r"(?<!\\)\$$", r"\\Z", schema["pattern"]))
        yield lambda value: None if not isinstance(value, str) or pattern.search(value) else f" is {shown(value)}, not of {schema['pattern']}"
    if "minLength" in schema or "maxLength" in schema:
        least, most = schema.get("minLength", 0), schema.get("maxLength", float("inf"))
        yield lambda value: None if not isinstance(value, str) or least <= len(value) <= most else f" has {len(value)} characters"
    form = {"date": DATE, "date-time": INSTANT}.get(schema.get("format"))
    if form is not None:
        yield lambda value: None if not isinstance(value, str) or form.match(value) else f" is {shown(value)}, no {schema['format']}"


def of_number(schema):
    bits = BITS.get(schema.get("format"))
    least = schema.get("minimum", -(2 ** bits) if bits else float("-inf"))
    most = schema.get("maximum", 2 ** bits - 1 if bits else float("inf"))
    if (least, most) != (float("-inf"), float("inf")):
        yield lambda value: None if not is_number(value) or least <= value <= most else f" is {value}, not {least} to {most}"
