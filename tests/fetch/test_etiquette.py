"""Which addresses are opened, and how long is waited: rules without a connection."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.errors import FetchError
from heavylift.fetch.addresses import NotFollowed, check, follow, host_of
from heavylift.fetch.etiquette import (
    Etiquette,
    asked_to_wait,
    check_interval,
    wait_before,
)
from heavylift.fetch.plan import Terms
from heavylift.fetch.traces import trace_items
from heavylift.fetch.transport import name_of_proxy, proxy_for

NOW = datetime(2023, 9, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "url",
    [
        "https://globe.example/x",
        "http://127.0.0.1:80/",
        "http://[::1]/",
        "http://localhost",
    ],
)
def test_addresses_that_are_opened(url):
    assert check(url) == url


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://globe.example/x", "plain http"),
        ("http://127.0.0.1.example/x", "plain http"),
        ("http://localhost.example/x", "plain http"),
        ("ftp://globe.example/x", "not an address of http or https"),
        ("file:///etc/passwd", "not an address of http or https"),
        ("globe.example", "not an address of http or https"),
        ("https://:443/", "not an address of http or https"),
        ("https://globe.example:port/", "not an address"),
        ("https://me:pass@globe.example/", "a name or password"),
    ],
)
def test_addresses_that_are_not_opened(url, words):
    with pytest.raises(FetchError, match=words) as refused:
        check(url)

    assert "pass@" not in str(refused.value)


def test_plain_http_is_opened_on_request():
    assert check("http://globe.example", insecure=True)


START = "https://a.example/x"


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/y?z=1", "https://a.example/y?z=1"),
        ("https://A.example:443/y", "https://A.example:443/y"),
        ("https://b.example/y", "https://b.example/y"),
        ("//b.example/y", "https://b.example/y"),
    ],
)
def test_redirects_that_are_followed(location, target):
    assert follow(START, START, location, {"b.example"}) == target


@pytest.mark.parametrize(
    "location",
    [
        "https://c.example/y",
        "https://b.example.c.example/",
        "https://b.example:8443/",
        "http://a.example/x",
        "http://b.example/y",
        "ftp://b.example/y",
        "file:///etc/passwd",
        "https://me@b.example/",
        "https://b.example:port/",
    ],
)
def test_redirects_that_are_not_followed(location):
    with pytest.raises(NotFollowed):
        follow(START, START, location, {"b.example"})


def test_a_second_redirect_is_measured_by_what_was_announced():
    second = "https://b.example/y"

    with pytest.raises(NotFollowed):
        follow(START, second, "https://c.example/", {"b.example"})

    assert follow(START, second, "/z", {"b.example"}) == "https://b.example/z"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "30"}, 30),
        ({"retry-after": " 0 "}, 0),
        ({"retry-after": "Sat, 02 Sep 2023 12:01:00 GMT"}, 60),
        ({"retry-after": "Sat, 02 Sep 2023 11:00:00 GMT"}, 0),
        (
            {
                "retry-after": "Sat, 02 Sep 2023 15:01:00 GMT",
                "date": "Sat, 02 Sep 2023 15:00:00 GMT",
            },
            60,
        ),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "1e9"}, None),
        ({}, None),
        ({"x-ratelimit-reset": "1693656060", "x-ratelimit-remaining": "0"}, 60),
        ({"x-ratelimit-reset": "1693656060", "x-ratelimit-remaining": "7"}, None),
    ],
)
def test_how_long_a_server_asks_to_be_left_alone(headers, seconds):
    assert asked_to_wait(headers, NOW) == seconds


@given(st.text())
def test_whatever_a_server_writes_a_wait_is_a_time_or_nothing(said):
    wait = asked_to_wait({"retry-after": said, "x-ratelimit-remaining": "0"}, NOW)

    assert wait is None or wait >= 0


@given(st.integers(1, 1_000), st.floats(0, 1))
def test_a_wait_is_never_shorter_than_half_a_second_nor_longer_than_a_minute(n, chance):
    assert 0.5 <= wait_before(n, chance, Etiquette()) <= 60


def test_a_globe_is_asked_once_a_second_at_most():
    with pytest.raises(FetchError, match="once in 1 s at most"):
        check_interval(0.5, "globe.example")

    for wrong in (-1.0, float("nan"), float("inf")):
        with pytest.raises(FetchError, match="no time between"):
            check_interval(wrong, "127.0.0.1")
    assert check_interval(5.0, "globe.example") == 5.0
    assert check_interval(0.0, "127.0.0.1") == 0.0


def test_traces_are_where_readsb_keeps_them():
    [first, second] = trace_items(
        ["600828", "~2AE01F", "600828"],
        [date(2023, 9, 2)],
        "https://globe.example/",
        terms=Terms(licence="", attribution=""),
        today=date(2026, 1, 1),
    )

    place = "2023/09/02/traces/28/trace_full_600828.json"
    assert first.name == place
    assert first.url == f"https://globe.example/globe_history/{place}"
    assert second.name == "2023/09/02/traces/1f/trace_full_~2ae01f.json"


@pytest.mark.parametrize(("today", "changes"), [(3, True), (4, False)])
def test_traces_of_a_day_that_is_hardly_over_may_still_grow(today, changes):
    [item] = trace_items(
        ["600828"],
        [date(2023, 9, 2)],
        "https://globe.example/globe_history",
        terms=Terms(licence="", attribution=""),
        today=date(2023, 9, today),
    )

    assert item.changes is changes
    assert "globe_history/globe_history" not in item.url


@pytest.mark.parametrize("address", ["4K-AZ40", "60082", "6008289", "../600828", ""])
def test_what_is_no_transponder_address_is_not_asked_for(address):
    with pytest.raises(FetchError, match="no transponder address"):
        trace_items(
            [address],
            [date(2023, 9, 2)],
            "https://globe.example",
            terms=Terms(licence="", attribution=""),
            today=date(2026, 1, 1),
        )


def test_proxies_of_the_environment_are_used_but_not_for_this_machine(monkeypatch):
    monkeypatch.setenv("https_proxy", "http://me:pass@proxy.example:3128")
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "near.example")

    assert host_of("http://proxy.example:3128") == "proxy.example:3128"
    assert name_of_proxy(proxy_for("https://a.example")) == "proxy.example:3128"
    assert proxy_for("https://near.example") is None
    assert proxy_for("http://127.0.0.1:8000") is None
