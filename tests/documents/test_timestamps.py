"""Timestamps are checked against the list, the request and the given roots.

The authority is OpenSSL with certificates made here.
"""

import contextlib
import hashlib
import random
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.authorities import OPENSSL, make_authority, needs_openssl
from heavylift.documents.der import certificates_in_order
from heavylift.documents.stamped import TIMESTAMPS, hashes_of, verify_timestamps
from heavylift.documents.timestamps import (
    check_timestamp,
    hash_list,
    make_request,
    read_hash_list,
    read_roots,
)
from heavylift.errors import DocumentError

pytestmark = needs_openssl

HASHES = [hashlib.sha256(bytes([n])).hexdigest() for n in range(3)]
LISTED = hash_list(HASHES)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def stamped(authority):
    """A request and its reply."""
    request = make_request(LISTED)
    return request, authority.reply(request)


@pytest.fixture(scope="module")
def roots(authority):
    return read_roots(authority.root)


def test_a_good_timestamp_says_when_by_whom_and_over_what(stamped, roots):
    request, reply = stamped

    found = check_timestamp(reply, LISTED, request=request, roots=roots)

    assert found.covers == tuple(sorted(HASHES))
    assert found.digest == hashlib.sha256(LISTED).hexdigest()
    assert found.authority == "CN=Test Authority"
    assert found.root == "CN=Test Authority Root"
    assert found.policy == "1.2.3.4.1"
    assert found.accuracy_s == 1.0
    assert found.time.tzinfo is not None


def test_openssl_agrees_with_the_files_as_they_are_kept(stamped, authority, tmp_path):
    _, reply = stamped
    (tmp_path / "list.txt").write_bytes(LISTED)
    (tmp_path / "reply.tsr").write_bytes(reply)
    (tmp_path / "root.pem").write_bytes(authority.root)

    done = subprocess.run(
        [
            *(OPENSSL, "ts", "-verify", "-data", "list.txt", "-in", "reply.tsr"),
            *("-CAfile", "root.pem"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Verification: OK" in done.stdout, done.stderr


def test_without_a_root_nobody_vouches(stamped):
    request, reply = stamped

    found = check_timestamp(reply, LISTED, request=request)

    assert found.root is None


def refused(reply, listed=LISTED, **more):
    with pytest.raises(DocumentError) as why:
        check_timestamp(reply, listed, **more)
    return str(why.value)


def test_another_list_is_refused(stamped, roots):
    other = hash_list(HASHES[:2])

    assert "over another list" in refused(stamped[1], other, roots=roots)


def test_an_answer_to_another_request_is_refused(stamped, roots):
    request = make_request(LISTED)

    assert "answers another request" in refused(
        stamped[1], request=request, roots=roots
    )


def test_a_request_over_another_list_is_refused(stamped, roots):
    request = make_request(hash_list(HASHES[:1]))

    assert "request that was kept with it is over another" in refused(
        stamped[1], request=request, roots=roots
    )


def test_another_root_is_refused(stamped, tmp_path):
    other = read_roots(make_authority(tmp_path, name="Other").root)

    said = refused(stamped[1], roots=other)

    assert "no given root leads to its certificate" in said
    assert "CN=Test Authority CA" in said


def test_a_root_of_the_same_name_and_another_key_is_refused(stamped, tmp_path):
    other = read_roots(make_authority(tmp_path).root)

    assert "no given root leads" in refused(stamped[1], roots=other)


def test_one_root_of_several_is_enough(stamped, roots, tmp_path):
    other = read_roots(make_authority(tmp_path, name="Other").root)

    found = check_timestamp(stamped[1], LISTED, roots=[*other, *roots])

    assert found.root == "CN=Test Authority Root"


def test_a_certificate_that_had_expired_is_refused(tmp_path):
    expired = make_authority(tmp_path, valid=(-20, -5))
    reply = expired.reply(make_request(LISTED))

    assert "had expired on" in refused(reply, roots=read_roots(expired.root))


def test_a_certificate_that_signed_itself_is_refused_unless_it_is_given(tmp_path):
    alone = make_authority(tmp_path, itself=True)
    request = make_request(LISTED)
    reply = alone.reply(request)

    found = check_timestamp(
        reply, LISTED, request=request, roots=read_roots(alone.root)
    )

    assert "signed by itself alone" in refused(reply, request=request)
    assert found.root == "CN=Test Authority"


def test_a_refusal_of_the_authority_is_shown_in_its_words(authority, tmp_path):
    asked = tmp_path / "asked.tsq"
    (tmp_path / "list.txt").write_bytes(LISTED)
    subprocess.run(
        [
            *(OPENSSL, "ts", "-query", "-data", tmp_path / "list.txt", "-sha1"),
            *("-out", asked),
        ],
        check=True,
        capture_output=True,
    )
    reply = authority.reply(asked.read_bytes())

    said = refused(reply)

    assert "did not grant it (status 2: Message digest algorithm" in said


@pytest.mark.parametrize("reply", [b"", b"<html>", b"0\x84\xff\xff\xff\xff", b"0\x00"])
def test_what_is_no_reply_is_refused(reply, roots):
    assert "refused: it " in refused(reply, roots=roots)


def test_no_change_of_a_reply_changes_what_it_says(stamped, roots):
    """What is accepted after a change says what it said before."""
    request, reply = stamped
    whole = check_timestamp(reply, LISTED, request=request, roots=roots)
    chance = random.Random(7)

    accepted = []
    for at in chance.sample(range(len(reply)), 400):
        changed = bytearray(reply)
        changed[at] ^= 1 << chance.randrange(8)
        try:
            found = check_timestamp(
                bytes(changed), LISTED, request=request, roots=roots
            )
        except DocumentError:
            continue
        accepted.append(found)

    # Certificates of the authority in the reply that nobody needs may be broken.
    assert all(found == whole for found in accepted)
    assert len(accepted) < 200


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.999])
def test_half_a_reply_is_refused(stamped, roots, keep):
    reply = stamped[1][: int(len(stamped[1]) * keep)]

    assert "breaks off" in refused(reply, roots=roots)


def test_certificates_are_sorted_and_nothing_else_changes(stamped):
    once = certificates_in_order(stamped[1])

    assert certificates_in_order(once) == once
    assert sorted(once) == sorted(stamped[1])


@given(st.binary(max_size=60))
def test_bytes_of_any_kind_are_sorted_or_refused(raw):
    with contextlib.suppress(ValueError):
        assert sorted(certificates_in_order(raw)) == sorted(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        LISTED.replace(b"\n", b"\r\n"),
        LISTED + b"\n",
        LISTED[:-1],
        LISTED.upper(),
        b"".join(reversed(LISTED.splitlines(keepends=True))),
        LISTED + LISTED.splitlines(keepends=True)[-1],
    ],
)
def test_a_list_in_another_form_is_refused(raw):
    with pytest.raises(DocumentError, match="not in the form"):
        read_hash_list(raw)


@given(st.lists(st.binary(max_size=4), min_size=1))
def test_a_list_does_not_depend_on_order_or_repetition(many):
    hashes = [hashlib.sha256(raw).hexdigest() for raw in many]

    listed = hash_list(hashes)

    assert listed == hash_list([*reversed(hashes), hashes[0].upper()])
    assert set(read_hash_list(listed)) == set(hashes)


def test_nothing_to_stamp_is_said():
    with pytest.raises(DocumentError, match="nothing to stamp"):
        hash_list([])


# In the folder of a case


@pytest.fixture
def evidence(tmp_path, authority):
    """Two documents, and a timestamp over them."""
    folder = tmp_path / "case.evidence"
    for raw in (b"one", b"two"):
        keep(folder, raw)
    listed = hash_list(hashes_of(folder))
    request = make_request(listed)
    (folder / TIMESTAMPS).mkdir()
    for ending, raw in (
        ("txt", listed),
        ("tsq", request),
        ("tsr", authority.reply(request)),
    ):
        (folder / TIMESTAMPS / f"2024-01-01T000000Z.{ending}").write_bytes(raw)
    return folder


def keep(folder, raw):
    name = hashlib.sha256(raw).hexdigest()[:16]
    (folder / "documents" / name).mkdir(parents=True)
    (folder / "documents" / name / "original.txt").write_bytes(raw)


def test_the_timestamps_of_a_case_are_checked(evidence, roots):
    [found] = verify_timestamps(evidence, roots)

    assert (found.name, found.trouble) == ("2024-01-01T000000Z", "")
    assert (found.missing, found.later) == ((), ())


def test_documents_that_came_later_and_that_are_gone_are_told(evidence, roots):
    keep(evidence, b"three")
    gone = hashlib.sha256(b"one").hexdigest()
    (evidence / "documents" / gone[:16] / "original.txt").unlink()

    [found] = verify_timestamps(evidence, roots)

    assert found.timestamp is not None
    assert found.missing == (gone,)
    assert found.later == (hashlib.sha256(b"three").hexdigest(),)


def test_a_document_that_was_changed_is_told(evidence, roots):
    name = hashlib.sha256(b"one").hexdigest()[:16]
    (evidence / "documents" / name / "original.txt").write_bytes(b"once")

    with pytest.raises(DocumentError, match="not the document that its folder"):
        verify_timestamps(evidence, roots)


def test_a_document_that_is_just_being_added_is_not_counted(evidence, roots):
    folder = evidence / "documents" / ".unfinished-x1"
    folder.mkdir()
    (folder / "original.txt").write_bytes(b"hal")

    [found] = verify_timestamps(evidence, roots)

    assert (found.trouble, found.later) == ("", ())


def test_a_document_whose_folder_has_its_whole_hash_is_one(evidence):
    digest = hashlib.sha256(b"long").hexdigest()
    (evidence / "documents" / digest).mkdir()
    (evidence / "documents" / digest / "original.txt").write_bytes(b"long")

    assert digest in hashes_of(evidence)


def test_a_list_that_was_changed_is_told(evidence, roots):
    [listed] = (evidence / TIMESTAMPS).glob("*.txt")
    listed.write_bytes(hash_list(HASHES))

    [found] = verify_timestamps(evidence, roots)

    assert found.timestamp is None
    assert "over another list" in found.trouble


@pytest.mark.parametrize("ending", ["txt", "tsq", "tsr"])
def test_a_file_that_is_missing_is_told(evidence, roots, ending):
    [gone] = (evidence / TIMESTAMPS).glob(f"*.{ending}")
    gone.unlink()

    [found] = verify_timestamps(evidence, roots)

    assert found.timestamp is None
    assert "No such file" in found.trouble


def test_a_case_without_timestamps_has_none(tmp_path):
    assert verify_timestamps(tmp_path) == []
