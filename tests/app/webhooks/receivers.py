"""Receivers of webhooks on loopback, good and bad ones, and the certificates that some of them show."""

from __future__ import annotations

import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from typing_extensions import override

__all__ = [
    "LOOPBACK",
    "Answer",
    "Authority",
    "Receiver",
    "dripping_body",
    "dripping_head",
    "endless_body",
    "hanging",
    "receiving",
    "redirecting",
    "status",
    "verified_by_the_recipe",
]

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
RECIPE = Path(__file__).parents[3] / "docs/webhooks.md"


class Handler(BaseHTTPRequestHandler):
    """One request to a receiver, answered as the test says."""

    server: _Server

    def do_POST(self) -> None:
        receiver = self.server.receiver
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = receiver.took(headers, body)
        answer(self)

    @override
    def log_message(self, format: str, *arguments: Any) -> None:
        """A test reads `requests` instead."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    receiver: Receiver

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves is what many tests are about."""


Answer = Callable[[Handler], None]


def status(code: int, **headers: str) -> Answer:
    def answer(handler: Handler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("content-length", "2")
        handler.end_headers()
        handler.wfile.write(b"ok")

    return answer


def redirecting(code: int, url: str) -> Answer:
    return status(code, location=url)


def hanging(handler: Handler) -> None:
    """Nothing, until the receiver is closed."""
    handler.server.receiver.closing.wait()


def dripping_head(handler: Handler) -> None:
    """A header that never ends, byte by byte."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nx-drip: ")
    while not handler.server.receiver.closing.wait(0.01):
        handler.wfile.write(b"x")


def dripping_body(handler: Handler) -> None:
    """A body that never ends, byte by byte."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
    while not handler.server.receiver.closing.wait(0.01):
        handler.wfile.write(b"x")


def endless_body(handler: Handler) -> None:
    """A body as fast as it is taken, until nobody takes it any more."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    try:
        while not handler.server.receiver.closing.is_set():
            handler.wfile.write(b"x" * 65536)
    except OSError:
        handler.server.receiver.left.set()


@dataclass
class Receiver:
    """What it was sent, and how it answers: the answers in turn, the last one for ever."""

    port: int
    answers: list[Answer]
    scheme: str = "http"
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)
    closing: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/hook"

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.requests]

    def took(self, headers: dict[str, str], body: bytes) -> Answer:
        with self._lock:
            self.requests.append((headers, body))
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self.arrived.set()
        return answer


@contextmanager
def receiving(*answers: Answer, context: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver that runs; without answers it takes everything."""
    server = _Server(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    receiver = Receiver(server.server_address[1], list(answers) or [status(200)])
    receiver.scheme = "https" if context else "http"
    server.receiver = receiver
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield receiver
    finally:
        receiver.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


class Authority:
    """A certificate authority of a test, and the certificates it signs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority")])
        own = self._builder(self._name, self._key.public_key())
        constraint = x509.BasicConstraints(ca=True, path_length=None)
        self._own = own.add_extension(constraint, critical=True).sign(self._key, hashes.SHA256())

    def trusting(self) -> ssl.SSLContext:
        """What a sender verifies with that trusts this authority alone."""
        pem = self._own.public_bytes(serialization.Encoding.PEM).decode()
        return ssl.create_default_context(cadata=pem)

    def showing(self, host: str) -> ssl.SSLContext:
        """What a receiver shows as the certificate of this host."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        signed = self._builder(subject, key.public_key()).add_extension(names, critical=False)
        signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        certificate = signed.add_extension(signer, critical=False).sign(self._key, hashes.SHA256())
        file = self._folder / f"{host}.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey
    ) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        )


def verified_by_the_recipe(secret: str, headers: dict[str, str], body: bytes) -> None:
    """Run the function that the page for receivers shows; ValueError as it raises."""
    shown = re.search(r"```python\n(.+?)```", RECIPE.read_text(), re.DOTALL)
    assert shown
    names: dict[str, Any] = {}
    exec(shown[1], names)  # noqa: S102 - it is our own page, and this is its test
    names["verify"](secret, headers, body)
