"""Replicas and parts of adsb.lol's days, listed and chosen."""

from datetime import date

import pytest

from builders.servers import Act, release, serving
from heavylift.errors import FetchError
from heavylift.fetch.asking import Asking
from heavylift.fetch.etiquette import Etiquette
from heavylift.fetch.plan import Content
from heavylift.fetch.releases import choose, list_replicas

DAY = date(2023, 9, 2)
LIST = "/{year}/releases"
WHOLE = {".aa": b"1" * 2_000, ".ab": b"2" * 500}


@pytest.fixture(scope="module")
def running():
    with serving() as server:
        yield server


@pytest.fixture
def server(running):
    running.resources.clear()
    running.asked.clear()
    return running


def replicas(server, *listed, day=DAY):
    """List the replicas of a day from one page of releases."""
    server.put_json("/2023/releases", list(listed))
    asking = Asking(Etiquette(first_wait_s=0.01))
    return list_replicas([day], server.url + LIST, asking)[day]


def of(server, replica, parts=WHOLE, day=DAY, **changes):
    return release(server, day, replica, parts, **changes)


def test_all_replicas_of_a_day_are_listed_and_prod_comes_first(server):
    found = replicas(
        server,
        of(server, "prod-0tmp"),
        of(server, "mlatonly-0"),
        of(server, "staging-0"),
        of(server, "prod-0"),
        of(server, "prod-0", day=date(2023, 9, 3)),
    )

    names = [r.name for r in found]
    assert names == ["prod-0", "staging-0", "mlatonly-0", "prod-0tmp"]
    assert [r.name for r in choose(found, None)] == ["prod-0"]
    assert found[0].size == 2_500


def test_a_replica_with_all_its_parts_comes_before_one_without(server):
    found = replicas(
        server,
        of(server, "prod-0", {".ab": b"2" * 500}),
        of(server, "staging-0"),
    )

    assert [r.name for r in choose(found, None)] == ["staging-0"]
    assert found[1].defects == ("the first part is missing",)


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ("prod-1", ["prod-1"]),
        ("prod", ["prod-0"]),
        ("staging", ["staging-0"]),
        ("mlatonly", ["mlatonly-0"]),
        ("all", ["prod-0", "prod-1", "staging-0", "mlatonly-0"]),
        ("test", []),
    ],
)
def test_a_replica_can_be_named(server, wanted, chosen):
    names = ("staging-0", "prod-1", "mlatonly-0", "prod-0")
    found = replicas(server, *(of(server, name) for name in names))

    assert [r.name for r in choose(found, wanted)] == chosen


def test_a_replica_of_multilateration_alone_is_never_taken_unasked(server):
    found = replicas(server, of(server, "mlatonly-0"))

    assert choose(found, None) == []


def test_a_hole_among_parts_is_said(server):
    parts = {".aa": b"1", ".ab": b"2", ".ad": b"4"}

    [found] = replicas(server, of(server, "prod-0", parts))

    assert found.defects == ("1 parts are missing in the middle",)


def test_a_part_that_was_not_uploaded_whole_is_said(server):
    [found] = replicas(server, of(server, "prod-0", state="starter"))

    assert "2 files were not uploaded whole" in found.defects
    assert found.parts == ()


def test_parts_are_in_order_with_what_is_known_of_each(server):
    parts = {f".{a}{b}": b"x" for a in "ab" for b in "abcdefghijklmnopqrstuvwxyz"}
    digest = "sha256:" + "ab" * 32

    [found] = replicas(server, of(server, "prod-0", parts, digest=digest))

    assert [p.name[-3:] for p in found.parts] == sorted(parts)
    assert found.defects == ()
    assert {p.sha256 for p in found.parts} == {"ab" * 32}
    assert [p.content for p in found.parts[:2]] == [Content.TAR, Content.TAR_PART]
    assert found.parts[0].terms.licence.startswith("Open Database License")


def test_a_day_in_one_tar_is_whole(server):
    [found] = replicas(server, of(server, "prod-0", {"": b"tar"}))

    assert found.defects == ()
    assert found.parts[0].content is Content.TAR


def test_files_with_names_of_other_releases_are_not_part_of_one(server):
    listed = of(server, "prod-0")
    strange = listed["assets"][0] | {"name": "../../etc.tar.aa"}
    other = listed["assets"][0] | {"name": "v2024.01.01-planes-readsb-prod-0.tar.aa"}

    [found] = replicas(server, listed | {"assets": [strange, other]})

    assert found.parts == ()


def test_lists_of_many_pages_are_read_to_the_end(server):
    days = [date(2023, 1 + n // 28, 1 + n % 28) for n in range(250)]
    listed = [of(server, "prod-0", {"": b"x"}, day=day) for day in days]
    pages = [listed[start : start + 100] for start in (0, 100, 200)]

    def page(path):
        number = int(path.rpartition("page=")[2])
        more = '<https://api.example/next>; rel="next"' if number < 3 else ""
        server.put_json(f"/page/{number}", pages[number - 1], Link=more)
        return server.resources[f"/page/{number}"]

    server.any = page
    asking = Asking(Etiquette())

    found = list_replicas([days[249], days[0]], server.url + "/x", asking)
    server.any = lambda _: None

    assert all(len(of_day) == 1 for of_day in found.values())
    asked = [a.path for a in server.asked]
    assert asked == [f"/x?per_page=100&page={n}" for n in (1, 2, 3)]


def test_each_year_has_a_list_of_its_own(server):
    first, last = date(2023, 12, 31), date(2024, 1, 1)
    server.put_json("/2023/releases", [of(server, "prod-0", day=first)])
    server.put_json("/2024/releases", [of(server, "prod-0", day=last)])
    asking = Asking(Etiquette())

    found = list_replicas([first, last], server.url + LIST, asking)

    assert [len(replicas) for replicas in found.values()] == [1, 1]


def test_a_list_that_breaks_off_or_is_refused_at_first_is_read_in_the_end(server):
    listed = [of(server, "prod-0")]
    acts = [Act(status=503), Act(drop_after=10)]
    server.put_json("/2023/releases", listed, *acts)
    asking = Asking(Etiquette(first_wait_s=0.01))

    found = list_replicas([DAY], server.url + LIST, asking)

    assert [r.name for r in found[DAY]] == ["prod-0"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><html></html>", "a page of HTML instead of a list"),
        (b'{"message": "Moved"}', "something else"),
        (b"", "something else"),
    ],
)
def test_what_is_no_list_is_said_to_be_none(server, body, words):
    server.put("/2023/releases", body)

    with pytest.raises(FetchError, match=words):
        list_replicas([DAY], server.url + LIST, Asking(Etiquette()))


def test_a_year_without_releases_is_said(server):
    with pytest.raises(FetchError, match=r"not there \(404\)"):
        list_replicas([DAY], server.url + LIST, Asking(Etiquette()))


def test_only_downloads_from_github_may_be_redirected_to_its_other_hosts(server):
    listed = of(server, "prod-0")
    at_github = "https://github.com/adsblol/globe_history_2023/releases/download/x"
    moved = [a | {"browser_download_url": at_github} for a in listed["assets"]]

    [here] = replicas(server, listed)
    [there] = replicas(server, listed | {"assets": moved})

    assert here.parts[0].onward == frozenset()
    assert "release-assets.githubusercontent.com" in there.parts[0].onward
