"""A time-stamping authority of a test's own: OpenSSL behind a server here."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from builders.servers import answering

OPENSSL = shutil.which("openssl")

needs_openssl = pytest.mark.skipif(
    OPENSSL is None, reason="openssl is not here, which is the authority of these tests"
)

_SETTINGS = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = sha256
signer_cert = {folder}/{name}.pem
signer_key = {folder}/{name}.key
certs = {folder}/chain.pem
accuracy = secs:1
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass
class Authority:
    """A root, an authority between, and one that signs.

    Attributes:
        folder: Where keys and certificates are.
        root: The root, PEM.
    """

    folder: Path
    root: bytes

    def reply(self, request: bytes) -> bytes:
        """Answer a request as OpenSSL does."""
        asked, answer = self.folder / "asked.tsq", self.folder / "answer.tsr"
        asked.write_bytes(request)
        done = subprocess.run(
            [
                *(OPENSSL, "ts", "-reply", "-config", self.folder / "ts.cnf"),
                *("-queryfile", asked, "-out", answer),
            ],
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return answer.read_bytes()


def make_authority(
    folder: Path,
    *,
    name="Test Authority",
    valid=(-1, 10),
    itself=False,
) -> Authority:
    """Make one; ``valid`` in days from now, ``itself`` when it signs its own."""
    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415
    from cryptography.x509.oid import (  # noqa: PLC0415
        ExtendedKeyUsageOID,
        NameOID,
    )

    folder.mkdir(parents=True, exist_ok=True)
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    pem = serialization.Encoding.PEM

    def key():
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def named(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    def certificate(subject, of, by, with_, days, *extensions):
        made = x509.CertificateBuilder(
            issuer_name=named(by),
            subject_name=named(subject),
            public_key=of.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=now + dt.timedelta(days=days[0]),
            not_valid_after=now + dt.timedelta(days=days[1]),
        )
        for extension in extensions:
            made = made.add_extension(extension, critical=True)
        return made.sign(with_, hashes.SHA256())

    above = x509.BasicConstraints(ca=True, path_length=None)
    below = x509.BasicConstraints(ca=False, path_length=None)
    use = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    long = (-400, 400)
    root_key, middle_key, own_key = key(), key(), key()
    root = certificate(f"{name} Root", root_key, f"{name} Root", root_key, long, above)
    middle = certificate(
        f"{name} CA", middle_key, f"{name} Root", root_key, long, above
    )
    by, with_ = (name, own_key) if itself else (f"{name} CA", middle_key)
    own = certificate(name, own_key, by, with_, valid, below, use)
    (folder / "own.key").write_bytes(
        own_key.private_bytes(
            pem,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (folder / "own.pem").write_bytes(own.public_bytes(pem))
    chain = [] if itself else [root, middle]
    (folder / "chain.pem").write_bytes(b"".join(c.public_bytes(pem) for c in chain))
    (folder / "serial").write_text("01\n", encoding="ascii")
    settings = _SETTINGS.format(folder=folder, name="own")
    if itself:
        settings = settings.replace("certs =", "# certs =")
    (folder / "ts.cnf").write_text(settings, encoding="ascii")
    return Authority(folder, (own if itself else root).public_bytes(pem))


@dataclass
class Stamping:
    """A server of timestamps, and what it was sent.

    Attributes:
        authority: Who answers.
        url: Where.
        asked: Requests, with path and headers.
        answers: What is answered instead, in order: status, headers, body.
    """

    authority: Authority
    url: str = ""
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)


@contextlib.contextmanager
def stamping(authority: Authority) -> Iterator[Stamping]:
    """Serve timestamps on a free port of this machine until it is over."""
    served = Stamping(authority)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {k.lower(): v for k, v in self.headers.items()}
            served.asked.append((self.path, headers, body))
            kind = {"Content-Type": "application/timestamp-reply"}
            if served.answers:
                status, kind, answer = served.answers.pop(0)
            else:
                status, answer = 200, authority.reply(body)
            with contextlib.suppress(ConnectionError):
                self.send_response(status)
                for name, value in kind.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

    with answering(Handler) as address:
        served.url = f"{address}/tsr"
        yield served
