"""Certificates are checked, and nothing leads from https to http."""

import ssl

import pytest

from builders.certificates import make_certificate
from builders.fetching import data, get, item
from builders.servers import Act, serving
from heavylift.fetch.records import Outcome

pytest.importorskip("cryptography.x509")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate that this machine gives itself; nobody trusts it."""
    return make_certificate(tmp_path_factory.mktemp("certificate"))


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
