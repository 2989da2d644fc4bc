"""HTTP/1.1 on a bare socket: http.client would mend or refuse half of what is sent here, and takes longer than the registry to answer."""

import json
import socket
import ssl
from urllib.parse import urlsplit

READ_BYTES = 1 << 16
HEAD_BYTES_MAX = 1 << 20


UNREADABLE = object()


class NoAnswer(Exception):
    """The connection broke or stayed silent where an answer was due."""


class Answer:
    __slots__ = ("status", "headers", "body", "read")

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body, self.read = status, headers, body, None

    @property
    def value(self):
        """The body as JSON; UNREADABLE when it is none."""
        if self.read is None:
            try:
                self.read = (json.loads(self.body.decode("utf-8"), parse_constant=refuse_constant),)
            except (ValueError, RecursionError):
                self.read = (UNREADABLE,)
        return self.read[0]

    def header(self, name):
        """The first value; None when the header is not there."""
        return next((value for known, value in self.headers if known == name), None)

    @property
    def media_type(self):
        return (self.header("content-type") or "").split(";")[0].strip().lower()


def refuse_constant(name):
    raise ValueError(f"{name} is no JSON")


class Connection:
    """One connection, kept alive and opened again when the other side has closed it."""

    def __init__(self, url, patience_seconds=60):
        parts = urlsplit(url)
        self.is_tls = parts.scheme == "https"
        self.host, self.port = parts.hostname, parts.port or (443 if self.is_tls else 80)
        self.authority = parts.netloc
        self.patience_seconds = patience_seconds
        self.socket = None
        self.buffer = b""

    def ask(self, sent, is_head=False):
        """Sends the bytes and reads one answer. A connection closed while it lay idle is opened again, once."""
        is_used = self.socket is not None
        try:
            return self._exchange(sent, is_head)
        except NoAnswer as trouble:
            self.close()
            if not is_used or trouble.args[0] != "closed":
                raise
        return self._exchange(sent, is_head)

    def close(self):
        if self.socket is not None:
            self.socket.close()
        self.socket, self.buffer = None, b""

    def _exchange(self, sent, is_head):
        broken = None
        if self.socket is None:
            self._open()
        try:
            self.socket.sendall(sent)
        except OSError as trouble:
            # the answer may lie there all the same: a refusal need not wait for the end of the body
            broken = trouble
        try:
            return self._read(is_head)
        except NoAnswer:
            self.close()
            raise
        except (OSError, ValueError, IndexError) as trouble:
            self.close()
            cause = broken or trouble
            raise NoAnswer("closed" if isinstance(cause, ConnectionError) else f"{type(cause).__name__}: {cause}") from trouble

    def _open(self):
        try:
            self.socket = socket.create_connection((self.host, self.port), timeout=self.patience_seconds)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.is_tls:
                self.socket = ssl.create_default_context().wrap_socket(self.socket, server_hostname=self.host)
        except OSError as trouble:
            self.close()
            raise NoAnswer(f"no connection to {self.host}:{self.port}: {trouble}") from trouble

    def _more(self):
        piece = self.socket.recv(READ_BYTES)
        if not piece:
            raise NoAnswer("closed")
        self.buffer += piece

    def _read(self, is_head):
        status = 100
        while status < 200:
            status, headers = self._head()
        answer = Answer(status, headers, b"")
        length = answer.header("content-length")
        if (answer.header("content-type") or "").startswith("text/event-stream"):
            self.close()  # it has no end to wait for
        elif not (is_head or status in (204, 304)):
            if "chunked" in (answer.header("transfer-encoding") or "").lower():
                answer.body = self._chunks()
            elif length is not None:
                answer.body = self._take(int(length))
            else:
                answer.body = self._rest()
        if (answer.header("connection") or "").lower() == "close":
            self.close()
        return answer

    def _head(self):
        while (end := self.buffer.find(b"\r\n\r\n")) < 0:
            if len(self.buffer) > HEAD_BYTES_MAX:
                raise NoAnswer("an endless head")
            self._more()
        lines = self.buffer[:end].decode("latin-1").split("\r\n")
        self.buffer = self.buffer[end + 4:]
        headers = []
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers.append((name.lower(), value.strip()))
        return int(lines[0].split(" ", 2)[1]), headers

    def _take(self, count):
        while len(self.buffer) < count:
            self._more()
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def _line(self):
        while (end := self.buffer.find(b"\r\n")) < 0:
            self._more()
        return self._take(end + 2)[:-2]

    def _chunks(self):
        pieces = []
        while (size := int(self._line().split(b";")[0], 16)) > 0:
            pieces.append(self._take(size))
            self._take(2)
        while self._line():
            pass
        return b"".join(pieces)

    def _rest(self):
        try:
            while True:
                self._more()
        except NoAnswer:
            rest = self.buffer
            self.close()
            return rest
