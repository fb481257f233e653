"""``heavylift fetch timestamp`` against an authority of OpenSSL on this machine."""

import hashlib
import json

import pytest
from click.testing import CliRunner

from builders.authorities import make_authority, needs_openssl, stamping
from heavylift.cli import group
from heavylift.documents.stamped import verify_timestamps
from heavylift.documents.timestamps import make_request, read_hash_list, read_roots
from heavylift.errors import DocumentError, FetchError, HeavyliftError
from heavylift.sources.fetched import RECORD

pytestmark = needs_openssl


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(authority):
    with stamping(authority) as served:
        yield served


@pytest.fixture
def case(tmp_path, authority):
    """A case with two documents, beside it the root."""
    path = tmp_path / "case.toml"
    path.write_text("", encoding="utf-8")
    for raw in (b"one", b"two"):
        keep(tmp_path / "case.evidence", raw)
    (tmp_path / "root.pem").write_bytes(authority.root)
    return path


def keep(evidence, raw):
    folder = evidence / "documents" / hashlib.sha256(raw).hexdigest()[:16]
    folder.mkdir(parents=True)
    (folder / "original.txt").write_bytes(raw)


def run(case, server, *more, root=True):
    options = ["--authority", server.url, *more]
    if root:
        options += ["--root", case.parent / "root.pem"]
    return CliRunner().invoke(
        group,
        ["fetch", "timestamp", *map(str, (case, *options))],
        prog_name="heavylift",
    )


def files(case):
    folder = case.parent / "case.evidence" / "timestamps"
    return sorted(path for path in folder.glob("*") if path.name != RECORD)


def record(case):
    folder = case.parent / "case.evidence" / "timestamps"
    lines = (folder / RECORD).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_a_timestamp_lands_with_its_list_and_request(case, server, authority):
    done = run(case, server, "--yes")

    assert done.exit_code == 0, done.output
    listed, request, reply = (path.read_bytes() for path in sorted_by_ending(case))
    assert read_hash_list(listed) == tuple(
        sorted(hashlib.sha256(raw).hexdigest() for raw in (b"one", b"two"))
    )
    [(_, headers, body)] = server.asked
    assert body == request
    assert headers["content-type"] == "application/timestamp-query"
    [entry] = record(case)
    assert entry["sha256"] == hashlib.sha256(reply).hexdigest()
    [checked] = verify_timestamps(
        case.parent / "case.evidence", read_roots(authority.root)
    )
    assert checked.trouble == ""
    assert "checked against CN=Test Authority Root" in done.stderr


def sorted_by_ending(case):
    by_ending = {path.suffix: path for path in files(case)}
    return [by_ending[ending] for ending in (".txt", ".tsq", ".tsr")]


def test_nothing_of_the_case_but_a_digest_is_sent(case, server):
    run(case, server, "--yes")

    [(_, headers, body)] = server.asked
    sent = repr((headers, body)).encode()
    for raw in (b"one", b"two"):
        assert hashlib.sha256(raw).digest() not in body
        assert hashlib.sha256(raw).hexdigest().encode() not in sent
    assert len(body) < 100


def test_the_same_documents_again_are_not_stamped_twice(case, server):
    run(case, server, "--yes")
    before = files(case)

    done = run(case, server, "--yes")

    assert len(server.asked) == 1
    assert files(case) == before
    assert "stamped already, nothing was sent" in done.stderr


def test_more_documents_are_stamped_anew_and_the_first_stays(case, server):
    run(case, server, "--yes")
    keep(case.parent / "case.evidence", b"three")

    done = run(case, server, "--yes", "--json")

    assert len(files(case)) == 6
    assert len(json.loads(done.stdout)["covers"]) == 3


def test_a_dossier_is_stamped_too_when_it_is_named(case, server, authority):
    dossier = case.parent / "dossier"
    dossier.mkdir()
    (dossier / "report.html").write_bytes(b"<p>")

    done = run(case, server, "--yes", "--with", dossier, "--json")

    digest = hashlib.sha256(b"<p>").hexdigest()
    assert digest in json.loads(done.stdout)["covers"]
    roots = read_roots(authority.root)
    [alone] = verify_timestamps(case.parent / "case.evidence", roots)
    [both] = verify_timestamps(case.parent / "case.evidence", roots, [dossier])
    assert (alone.missing, both.missing) == ((digest,), ())


def test_without_a_root_it_is_said_that_nobody_vouches(case, server):
    done = run(case, server, "--yes", root=False)

    assert done.exit_code == 0
    assert "not checked against a root" in done.stderr


def test_a_dry_run_sends_nothing(case, server):
    done = run(case, server, "--dry-run")

    assert done.exit_code == 0
    assert server.asked == []
    assert files(case) == []


def refused(case, server, *more, root=True):
    done = run(case, server, "--yes", *more, root=root)

    assert isinstance(done.exception, HeavyliftError)
    assert files(case) == []
    return done.exception


REPLY = {"Content-Type": "application/timestamp-reply"}


def test_the_reply_to_another_request_is_refused_and_recorded(case, server, authority):
    other = authority.reply(make_request(b"a" * 64 + b"\n"))
    server.answers = [(200, REPLY, other)]

    error = refused(case, server)

    assert isinstance(error, DocumentError)
    assert "over another list" in str(error)
    assert record(case)[0]["outcome"] == "refused"


def test_an_old_reply_over_the_same_list_is_refused(case, server):
    run(case, server, "--yes")
    listed, _, reply = (path.read_bytes() for path in sorted_by_ending(case))
    for path in files(case):
        path.unlink()
    server.answers = [(200, REPLY, reply)]

    error = refused(case, server)

    assert listed
    assert "answers another request" in str(error)


def test_an_authority_that_the_root_does_not_lead_to_is_refused(case, tmp_path):
    with stamping(make_authority(tmp_path / "other", name="Other")) as served:
        error = refused(case, served)

    assert "no given root leads to its certificate" in str(error)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, REPLY, b"\x30\x03\x02\x01"), "breaks off"),
        ((200, REPLY, b""), "breaks off"),
        ((200, REPLY, b"0" * 300_000), "larger or slower"),
        ((200, {"Content-Type": "text/html"}, b"<p>"), "answers with text/html"),
        ((503, {}, b""), "answers 503"),
        ((302, {"Location": "http://elsewhere.example/"}, b""), "redirects to"),
    ],
)
def test_what_is_no_timestamp_is_refused(case, server, answer, said):
    server.answers = [answer]

    assert said in str(refused(case, server))


def test_an_authority_that_is_not_there_is_told(case, server):
    server.url = "http://127.0.0.1:9/tsr"

    assert isinstance(refused(case, server), FetchError)


def test_a_case_without_documents_is_told(tmp_path, server, authority):
    path = tmp_path / "empty.toml"
    path.write_text("", encoding="utf-8")
    (tmp_path / "root.pem").write_bytes(authority.root)

    assert "nothing to stamp" in str(refused(path, server))


def test_a_root_that_is_none_is_told(case, server):
    (case.parent / "root.pem").write_bytes(b"no")

    assert "no certificate in PEM" in str(refused(case, server))
    assert server.asked == []


def test_there_is_no_authority_by_default(case):
    done = CliRunner().invoke(group, ["fetch", "timestamp", str(case), "--yes"])

    assert done.exit_code == 2
    assert "--authority" in done.output


@pytest.fixture
def added(tmp_path, authority):
    """A case to which a document was added, beside it the root."""
    case = tmp_path / "case.toml"
    case.write_text("", encoding="utf-8")
    (tmp_path / "root.pem").write_bytes(authority.root)
    add(case, "a.txt", "Officials said that six aircraft landed there.")
    return case


def add(case, name, text):
    path = case.parent / name
    path.write_text(text, encoding="utf-8")
    done = documents("add", case, path, "--published", "2023-10-05")
    assert done.exit_code == 0, done.output


def documents(*arguments):
    return CliRunner().invoke(group, ["documents", *map(str, arguments)])


def test_documents_verify_tells_the_time_and_what_came_later(added, server):
    run(added, server, "--yes")
    add(added, "b.txt", "Diplomats said that none did.")

    vouched = documents("verify", added, "--root", added.parent / "root.pem")
    alone = documents("verify", added, "--json")

    assert vouched.exit_code == 0, vouched.output
    assert "checked against CN=Test Authority Root" in vouched.stdout
    assert "1 documents came later and are not covered" in vouched.stdout
    [told] = json.loads(alone.stdout)["timestamps"]
    assert (told["root"], told["trouble"], len(told["later"])) == (None, "", 1)


def test_documents_verify_fails_when_a_timestamp_does_not_hold(added, server):
    run(added, server, "--yes")
    [listed] = [path for path in files(added) if path.suffix == ".txt"]
    listed.write_bytes(listed.read_bytes().replace(b"a", b"b").replace(b"1", b"2"))

    done = documents("verify", added)

    assert isinstance(done.exception, DocumentError)
    assert "not every timestamp holds" in str(done.exception)
    assert "timestamp " in done.stderr
