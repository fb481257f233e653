"""One file: gone on with, checked, refused, never under its name before it is whole.

A real server on this machine; see ``builders.servers`` for how it misbehaves.
"""

import gzip
import hashlib
import json
import re
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from builders.fetching import QUICK, Silent, data, get, item
from builders.readsb import level_flight, trace_bytes
from builders.servers import Act, serving
from heavylift.errors import FetchError
from heavylift.fetch.asking import Asking, Stopped
from heavylift.fetch.download import download
from heavylift.fetch.etiquette import Etiquette
from heavylift.fetch.plan import Content, Plan
from heavylift.fetch.records import Outcome, opened
from heavylift.fetch.run import fetch
from heavylift.sources.fetched import PART, RECORD, REFUSED

PAGE = b"<!DOCTYPE html><html><body>Please log in</body></html>"


@pytest.fixture(scope="module")
def running():
    with serving() as server:
        yield server


@pytest.fixture
def server(running):
    running.resources.clear()
    running.asked.clear()
    return running


def left_in(folder):
    return sorted(p.name for p in folder.rglob("*") if p.is_file())


def record(folder):
    lines = (folder / RECORD).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


# What goes well


def test_a_file_lands_with_everything_about_it_in_the_record(server, tmp_path):
    body = data(100_000)
    url = server.put("/f", body, x_thing="yes", set_cookie="who=you")

    entry = get(tmp_path, item(url, size=100_000))

    assert (tmp_path / "file").read_bytes() == body
    assert left_in(tmp_path) == ["file", RECORD]
    [line] = record(tmp_path)
    assert line["heavylift_fetch"] == 1
    assert line["outcome"] == "landed"
    assert line["url"] == line["answered_by"] == url
    assert line["sha256"] == entry.sha256 == hashlib.sha256(body).hexdigest()
    assert (line["size"], line["received"], line["status"]) == (100_000, 100_000, 200)
    assert line["licence"] == "made for a test"
    assert line["headers"]["x-thing"] == "yes"
    assert "set-cookie" not in line["headers"]
    age = datetime.now(UTC) - datetime.fromisoformat(line["time"])
    assert timedelta(0) <= age < timedelta(minutes=1)


def test_what_is_there_with_the_right_hash_is_not_fetched_again(server, tmp_path):
    url = server.put("/f", data(5_000))
    get(tmp_path, item(url))
    before = (tmp_path / RECORD).read_bytes()

    entry = get(tmp_path, item(url))

    assert entry.outcome is Outcome.THERE
    assert server.times_asked("/f") == 1
    assert (tmp_path / RECORD).read_bytes() == before


def test_what_was_changed_since_is_fetched_again(server, tmp_path):
    url = server.put("/f", data(5_000))
    get(tmp_path, item(url))
    (tmp_path / "file").write_bytes(b"something else")

    entry = get(tmp_path, item(url))

    assert entry.outcome is Outcome.LANDED
    assert (tmp_path / "file").read_bytes() == data(5_000)


def test_a_file_that_somebody_else_put_there_is_left_alone(server, tmp_path):
    url = server.put("/f", data(5_000))
    (tmp_path / "file").write_bytes(b"mine")

    entry = get(tmp_path, item(url))

    assert entry.outcome is Outcome.LEFT
    assert (tmp_path / "file").read_bytes() == b"mine"
    assert server.asked == []


def test_a_file_from_elsewhere_with_the_listed_hash_is_there(server, tmp_path):
    body = data(5_000)
    (tmp_path / "file").write_bytes(body)
    listed = hashlib.sha256(body).hexdigest()

    entry = get(tmp_path, item(server.url + "/f", sha256=listed))

    assert entry.outcome is Outcome.THERE
    assert server.asked == []


def test_what_changes_at_its_address_is_asked_for_only_if_newer(server, tmp_path):
    url = server.put("/f", data(5_000))
    get(tmp_path, item(url, changes=True))

    same = get(tmp_path, item(url, changes=True))
    server.put("/f", data(6_000, seed=2))
    newer = get(tmp_path, item(url, changes=True))

    assert same.outcome is Outcome.THERE
    assert newer.outcome is Outcome.LANDED
    assert (tmp_path / "file").read_bytes() == data(6_000, seed=2)
    assert [a.status for a in server.asked] == [200, 304, 200]
    assert [line["size"] for line in record(tmp_path)] == [5_000, 6_000]


def test_a_trace_stays_compressed_as_it_was_sent(server, tmp_path):
    body = trace_bytes("600828", level_flight(), gz=True)
    kind = "application/json"
    url = server.put("/t", body, content_type=kind, content_encoding="gzip")

    entry = get(tmp_path, item(url, content=Content.TRACE))

    assert entry.outcome is Outcome.LANDED
    assert (tmp_path / "file").read_bytes() == body


def test_an_answer_without_a_length_ends_where_it_ends(server, tmp_path):
    body = trace_bytes("600828", level_flight())
    url = server.put("/t", body, Act(says_nothing=True))

    assert get(tmp_path, item(url, content=Content.TRACE)).outcome is Outcome.LANDED


# What breaks off


def test_200_megabytes_through_five_drops_come_right_and_hardly_a_byte_twice(
    server, tmp_path
):
    size = 200_000_000
    body = data(size)
    drops = [Act(drop_after=30_000_000 + 1_234_567 * n) for n in range(5)]
    url = server.put("/big", body, *drops)

    began = time.monotonic()
    entry = get(tmp_path, item(url, size=size))
    took_s = time.monotonic() - began

    assert entry.outcome is Outcome.LANDED
    assert entry.sha256 == hashlib.sha256(body).hexdigest()
    assert entry.sha256 == hashlib.sha256((tmp_path / "file").read_bytes()).hexdigest()
    assert entry.resumed == 5
    assert server.times_asked("/big") == 6
    assert server.sent("/big") <= 1.10 * size
    print(f"sent {server.sent('/big') / size:.4f} of its size, {took_s:.1f} s")


@pytest.mark.parametrize(
    "act",
    [
        Act(drop_after=300_000),
        Act(end_after=300_000),
        Act(hang_after=300_000, hang_s=2),
    ],
    ids=["reset", "ended", "silent"],
)
def test_a_body_that_breaks_off_is_gone_on_with(server, tmp_path, act):
    body = data(1_000_000)
    url = server.put("/f", body, act)

    entry = get(tmp_path, item(url))

    assert (tmp_path / "file").read_bytes() == body
    assert entry.resumed == 1
    assert server.asked[1].headers["range"].startswith("bytes=")
    assert server.asked[1].headers["if-range"] == server.resources["/f"].etag
    assert server.sent("/f") < 1_400_000


def test_a_run_goes_on_with_what_the_one_before_left(server, tmp_path):
    body = data(1_000_000)
    url = server.put("/f", body, *[Act(drop_after=300_000), *[Act(status=503)] * 3])
    stopped = get(tmp_path, item(url))
    size = (tmp_path / f"file{PART}").stat().st_size

    entry = get(tmp_path, item(url))

    assert stopped.outcome is Outcome.FAILED
    assert left_in(tmp_path) == ["file", RECORD]
    assert entry.received == len(body) - size < len(body)
    assert (tmp_path / "file").read_bytes() == body


def test_a_part_that_was_whole_when_the_run_was_killed_just_lands(server, tmp_path):
    body = data(50_000)
    url = server.put("/f", body, Act(drop_after=40_000), *[Act(status=503)] * 3)
    get(tmp_path, item(url))
    (tmp_path / f"file{PART}").write_bytes(body)

    entry = get(tmp_path, item(url))

    assert entry.outcome is Outcome.LANDED
    assert entry.received == 0


def test_a_server_without_ranges_is_asked_for_all_of_it_again(server, tmp_path):
    body = data(500_000)
    url = server.put("/f", body, Act(drop_after=300_000), Act(ignores_ranges=True))

    entry = get(tmp_path, item(url))

    assert (tmp_path / "file").read_bytes() == body
    assert (entry.resumed, entry.started_over) == (0, 1)


def test_a_file_that_changed_meanwhile_is_begun_anew(server, tmp_path):
    old, new = data(500_000), data(500_000, seed=2)
    url = server.put("/f", old, Act(drop_after=300_000), Act(serves=new))

    entry = get(tmp_path, item(url))

    assert (tmp_path / "file").read_bytes() == new
    assert entry.started_over == 1


@pytest.mark.parametrize("first_byte", [0, 7])
def test_a_partial_answer_that_begins_elsewhere_is_not_joined(
    server, tmp_path, first_byte
):
    body = data(500_000)
    wrong = Act(first_byte=first_byte)
    url = server.put("/f", body, Act(drop_after=300_000), wrong)

    get(tmp_path, item(url))

    assert (tmp_path / "file").read_bytes() == body


def test_halves_are_not_joined_where_nothing_tells_whether_they_fit(server, tmp_path):
    old, new = data(500_000), data(500_000, seed=2)
    acts = (Act(drop_after=300_000), Act(serves=new))
    url = server.put("/f", old, *acts, validators=False)

    entry = get(tmp_path, item(url))

    assert "range" not in server.asked[1].headers
    assert (tmp_path / "file").read_bytes() == new
    assert entry.resumed == 0


def test_halves_that_do_not_make_the_listed_file_are_fetched_in_one_piece(
    server, tmp_path
):
    old, new = data(500_000), data(500_000, seed=2)
    acts = (Act(drop_after=300_000), Act(serves=new))
    url = server.put("/f", old, *acts, validators=False)
    listed = hashlib.sha256(new).hexdigest()

    entry = get(tmp_path, item(url, sha256=listed))

    assert entry.outcome is Outcome.LANDED
    assert entry.sha256 == listed
    assert [a.status for a in server.asked] == [200, 206, 200]


def test_a_file_that_never_stays_the_same_is_given_up(server, tmp_path):
    acts = [Act(drop_after=300_000, serves=data(500_000, seed=n)) for n in range(20)]
    url = server.put("/f", b"", *acts)

    entry = get(tmp_path, item(url))

    assert entry.outcome is Outcome.FAILED
    assert "begun 5 times" in entry.words


# What is refused


@pytest.mark.parametrize("content", list(Content))
@pytest.mark.parametrize("kind", ["text/html", "application/octet-stream"])
def test_a_page_in_the_place_of_data_is_refused(server, tmp_path, content, kind):
    url = server.put("/f", PAGE, content_type=kind)

    entry = get(tmp_path, item(url, content=content))

    assert entry.outcome is Outcome.REFUSED
    assert "a page of HTML" in entry.words
    assert "Please log in" in entry.words
    assert left_in(tmp_path) == [RECORD]


@pytest.mark.parametrize(
    ("content", "body", "words"),
    [
        (Content.TAR, data(2_000), "not a tar"),
        (Content.GZIP, b"hex;registration\n", "not a gzip file"),
        (Content.TABLE, b"\x89PNG\0\0", "not a table"),
        (Content.TABLE, b'{"message": "rate limited"}', "not a table"),
        (Content.TRACE, b"no such file", "not a readsb trace"),
        (Content.TRACE, b'{"error": "none"}', "no trace"),
        (Content.TRACE, gzip.compress(b'{"error": "none"}'), "no trace"),
        (Content.TRACE, b"", "empty"),
        (Content.TAR_PART, b"", "empty"),
    ],
)
def test_data_of_another_kind_are_refused(server, tmp_path, content, body, words):
    url = server.put("/f", body)

    entry = get(tmp_path, item(url, content=content))

    assert entry.outcome is Outcome.REFUSED
    assert words in entry.words
    assert not (tmp_path / "file").exists()


def test_a_gzip_that_ends_too_early_is_refused_though_the_answer_was_whole(
    server, tmp_path
):
    body = trace_bytes("600828", level_flight(500))
    url = server.put("/t", body[: len(body) // 2], Act(says_nothing=True))

    entry = get(tmp_path, item(url, content=Content.TRACE))

    assert entry.outcome is Outcome.REFUSED
    assert "cut short" in entry.words
    assert not (tmp_path / "file").exists()


def test_compression_that_was_not_asked_for_is_refused(server, tmp_path):
    url = server.put("/f", b'"id","ident"\n1,2\n', content_encoding="br")

    entry = get(tmp_path, item(url, content=Content.TABLE))

    assert entry.outcome is Outcome.REFUSED
    assert "(br)" in entry.words


def test_a_wrong_hash_is_kept_aside_and_never_under_its_name(server, tmp_path):
    url = server.put("/f", data(5_000))

    entry = get(tmp_path, item(url, sha256="0" * 64))

    assert entry.outcome is Outcome.REFUSED
    assert entry.sha256 in entry.words
    assert left_in(tmp_path) == [f"file{REFUSED}", RECORD]


@pytest.mark.parametrize("listed", [4_999, 5_001])
def test_another_size_than_listed_is_refused_before_it_is_fetched(
    server, tmp_path, listed
):
    url = server.put("/f", data(5_000))

    entry = get(tmp_path, item(url, size=listed))

    assert entry.outcome is Outcome.REFUSED
    assert f"{listed:,} are listed" in entry.words
    assert not (tmp_path / "file").exists()


def test_more_than_is_listed_is_refused_also_without_a_length(server, tmp_path):
    url = server.put("/f", data(3_000_000), Act(says_nothing=True))

    entry = get(tmp_path, item(url, size=1_000_000))

    assert entry.outcome is Outcome.REFUSED
    assert "more than the 1,000,000 bytes" in entry.words


# Who is asked, and how often


def test_a_404_says_not_there_and_the_rest_goes_on(server, tmp_path):
    there = server.put("/t", trace_bytes("600829", level_flight()))
    items = [
        item(server.url + "/none", "a", Content.TRACE, may_be_absent=True),
        item(there, "b", Content.TRACE, may_be_absent=True),
    ]

    done = get(tmp_path, *items)

    assert [e.outcome for e in done.entries] == [Outcome.NOT_THERE, Outcome.LANDED]
    assert "does not say that it did not fly" in record(tmp_path)[0]["words"]
    assert done.failures(Plan(folder=tmp_path, items=tuple(items))) == 0


def test_a_404_for_what_is_listed_is_a_failure(server, tmp_path):
    only = item(server.url + "/none")

    done = fetch(Plan(folder=tmp_path, items=(only,)), Asking(QUICK), Silent())

    assert done.failures(Plan(folder=tmp_path, items=(only,))) == 1
    assert "did not fly" not in done.entries[0].words


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_is_busy_is_asked_again_later(server, tmp_path, status):
    url = server.put("/f", data(100), Act(status=status), Act(status=status))

    entry = get(tmp_path, item(url))

    assert entry.outcome is Outcome.LANDED
    assert [a.status for a in server.asked] == [status, status, 200]


def test_the_wait_that_a_server_asks_for_is_kept(server, tmp_path):
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=3)
    url = server.put(
        "/f",
        data(100),
        Act(status=429, headers={"Retry-After": "1"}),
        Act(status=503, headers={"Retry-After": format_datetime(until, usegmt=True)}),
    )
    left_s = (until - datetime.now(UTC)).total_seconds()
    began = time.monotonic()

    get(tmp_path, item(url))

    first, second, third = (asked.at_s for asked in server.asked)
    assert second - first >= 1.0
    assert third - began >= left_s


@pytest.mark.parametrize("by_github", [False, True], ids=["Retry-After", "GitHub"])
def test_a_wait_that_is_too_long_ends_the_run_and_says_so(server, tmp_path, by_github):
    headers = {"Retry-After": "4000"}
    if by_github:
        reset = str(int(time.time()) + 4_000)
        headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}
    url = server.put("/f", data(100), Act(status=403, headers=headers))

    done = get(tmp_path, item(url), item(url, "second"))

    assert re.search(r"asks to be left alone for 6[67] minutes", done.stopped)
    assert [i.name for i in done.left] == ["file", "second"]


def test_refusals_in_a_row_end_the_run(server, tmp_path):
    for n in range(20):
        server.put(f"/{n}", b"", *[Act(status=503)] * 20)
    items = [item(f"{server.url}/{n}", f"{n}") for n in range(20)]

    done = get(tmp_path, *items)

    assert "8 refusals in a row" in done.stopped
    assert len(server.asked) == 8
    assert [e.outcome for e in done.entries] == [Outcome.FAILED]
    assert len(done.left) == 19


def test_one_bad_file_among_good_ones_does_not_end_the_run(server, tmp_path):
    for n in range(6):
        bad = [Act(status=503)] * 20 if n % 2 else []
        server.put(f"/{n}", data(100), *bad)
    items = [item(f"{server.url}/{n}", f"{n}") for n in range(6)]

    done = get(tmp_path, *items)

    assert not done.stopped
    assert (done.count(Outcome.LANDED), done.count(Outcome.FAILED)) == (3, 3)


def test_doors_that_stay_shut_are_not_tried_for_ever(server, tmp_path):
    items = [item(server.put(f"/{n}", b"", Act(status=403)), f"{n}") for n in range(20)]

    done = get(tmp_path, *items)

    assert "answers 403" in done.stopped
    assert len(server.asked) == 8


def test_nobody_at_the_address_ends_the_run_too(tmp_path):
    done = get(
        tmp_path, item("http://127.0.0.1:9/f"), item("http://127.0.0.1:9/g", "g")
    )

    assert "connection refused" in done.stopped


def test_requests_to_one_host_are_kept_apart(server, tmp_path):
    items = [item(server.put(f"/{n}", data(10)), f"{n}") for n in range(4)]

    # Times between arrivals say less: one that was held up comes close to the next.
    began = time.monotonic()
    get(tmp_path, *items, manners=Etiquette(interval_s=0.2))

    times = [asked.at_s - began for asked in server.asked]
    assert all(at >= 0.2 * n for n, at in enumerate(times))


# Where redirects lead


@pytest.fixture
def elsewhere():
    with serving() as other:
        yield other


def test_a_redirect_to_a_host_that_was_announced_is_followed_and_recorded(
    server, elsewhere, tmp_path
):
    target = elsewhere.put("/signed", data(1_000))
    host = elsewhere.url.removeprefix("http://")
    to = Act(status=302, headers={"Location": f"{target}?signature=abc"})
    url = server.put("/f", b"", to)

    entry = get(tmp_path, item(url, onward=frozenset({host})))

    assert entry.outcome is Outcome.LANDED
    assert entry.redirected_by == (url,)
    assert entry.answered_by == target
    assert "signature" not in (tmp_path / RECORD).read_text()


def test_a_redirect_to_another_host_is_refused_and_nobody_there_is_asked(
    server, elsewhere, tmp_path
):
    target = elsewhere.put("/f", data(1_000))
    url = server.put("/f", b"", Act(status=302, headers={"Location": target}))

    entry = get(tmp_path, item(url))

    assert entry.outcome is Outcome.REFUSED
    assert "a host that was not announced" in entry.words
    assert elsewhere.asked == []


def test_a_download_that_breaks_off_behind_a_redirect_begins_at_the_redirect(
    server, elsewhere, tmp_path
):
    body = data(500_000)
    target = elsewhere.put("/f", body, Act(drop_after=300_000))
    to = Act(status=302, headers={"Location": target})
    url = server.put("/f", b"", to, to)
    host = elsewhere.url.removeprefix("http://")

    entry = get(tmp_path, item(url, onward=frozenset({host})))

    assert (tmp_path / "file").read_bytes() == body
    assert entry.resumed == 1
    assert server.times_asked("/f") == 2


def test_redirects_in_a_circle_end(server, tmp_path):
    round_and_round = [Act(status=302, headers={"Location": "/f"})] * 100
    url = server.put("/f", b"", *round_and_round)

    entry = get(tmp_path, item(url))

    assert entry.outcome is Outcome.FAILED
    assert "redirects" in entry.words


# What happens on this side


def test_two_fetches_do_not_work_in_one_folder(server, tmp_path):
    url = server.put("/f", data(100))

    with opened(tmp_path), pytest.raises(FetchError, match="another fetch is at work"):
        get(tmp_path, item(url))

    assert server.asked == []


def test_what_does_not_fit_on_the_disk_is_not_begun(server, tmp_path):
    url = server.put("/f", data(100))

    with pytest.raises(FetchError, match="are free"):
        get(tmp_path, item(url, size=10**18))

    assert server.asked == []


def test_a_disk_that_is_full_in_the_middle_is_said_and_the_rest_fetched_later(
    server, tmp_path
):
    # A limit on the size of files stands for the disk: it stops a write half-way too.
    body = data(1_000_000)
    url = server.put("/f", body)
    program = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))\n"
        "from builders.fetching import get, item\n"
        "from pathlib import Path\n"
        "from heavylift.errors import FetchError\n"
        "try:\n    get(Path(sys.argv[1]), item(sys.argv[2]))\n"
        "except FetchError as error:\n    print(error)\n"
    )

    told = subprocess.run(
        [sys.executable, "-c", program, tmp_path, url],
        env={"PYTHONPATH": ":".join([str(Path(__file__).parents[1]), *sys.path])},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    entry = get(tmp_path, item(url))

    assert "cannot be written" in told.stdout
    assert "goes on there" in told.stdout
    assert 0 < len(body) - entry.received <= 400_000
    assert (tmp_path / "file").read_bytes() == body
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_a_line_of_the_record_that_was_cut_short_spoils_no_other(server, tmp_path):
    url = server.put("/f", data(100))
    get(tmp_path, item(url))
    with (tmp_path / RECORD).open("a") as file:
        file.write('{"heavylift_fetch":1,"outcome":"lan')

    get(tmp_path, item(url, "other"))
    entry = get(tmp_path, item(url, "other"))

    assert entry.outcome is Outcome.THERE
    lines = (tmp_path / RECORD).read_text().splitlines()
    assert json.loads(lines[2])["name"] == "other"


def test_what_was_stopped_by_the_server_can_be_seen_by_its_caller(server, tmp_path):
    url = server.put("/f", b"", *[Act(status=503)] * 20)
    asking = Asking(Etiquette(first_wait_s=0.01, refusals=2))

    with opened(tmp_path) as records, pytest.raises(Stopped):
        download(item(url), tmp_path, asking, records)
