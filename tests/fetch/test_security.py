"""Certificates are checked, and nothing leads from https to http."""

import datetime as dt
import ipaddress
import ssl

import pytest

from builders.fetching import data, get, item
from builders.servers import Act, serving
from heavylift.fetch.records import Outcome

x509 = pytest.importorskip("cryptography.x509")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate that this machine gives itself; nobody trusts it."""
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "here")])
    here = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([here]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("certificate")
    pem = serialization.Encoding.PEM
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            pem,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(pem))
    return folder


@pytest.fixture
def secure(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "certificate.pem", certificate / "key.pem")
    with serving(context) as server:
        yield server


@pytest.fixture
def trusting(certificate, monkeypatch):
    """Trust the certificate, the way OpenSSL is told to."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate.pem"))


def test_a_server_with_a_certificate_that_is_not_trusted_gives_nothing(
    secure, tmp_path
):
    entry = get(tmp_path, item(secure.put("/f", data(1_000))))

    assert entry.outcome is Outcome.FAILED
    assert "certificate" in entry.words
    assert secure.asked == []


def test_a_server_with_a_certificate_that_is_trusted_is_asked(
    secure, trusting, tmp_path
):
    entry = get(tmp_path, item(secure.put("/f", data(1_000))))

    assert entry.outcome is Outcome.LANDED


def test_a_redirect_from_https_to_http_is_refused_though_the_host_was_announced(
    secure, trusting, tmp_path
):
    with serving() as plain:
        target = plain.put("/f", data(1_000))
        url = secure.put("/f", b"", Act(status=302, headers={"Location": target}))
        host = plain.url.removeprefix("http://")

        entry = get(tmp_path, item(url, onward=frozenset({host})))

    assert entry.outcome is Outcome.REFUSED
    assert "from https to plain http" in entry.words
    assert plain.asked == []
