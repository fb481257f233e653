"""The page that leaves the building."""

import json
import os
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from builders.flights import end, flight, toward
from builders.reports import case
from heavylift.dossier.report import EventMark, render_report
from heavylift.reference.basemap import load_basemap

GOLDEN = Path(__file__).parent / "golden" / "report.html"
REFRESH = "HEAVYLIFT_REFRESH_GOLDEN=1 ./check tests"

#: What the program never says, whatever the flights.
REFUSED = (
    "smuggl",
    "weapon",
    "secret",
    "disguise",
    "switched off",
    "turned off",
    "suspicious",
    "covert",
    "clandestine",
    "illicit",
)

#: Elements without an end tag (HTML Living Standard, "void elements"), of those used.
VOID = {"meta", "br"}


def small_case(**changes):
    """One flight that belongs and three that may."""
    belongs = [flight(1, end("runway", "UUEE"), end("near", "UMKK"))]
    gap = {
        "start": "2022-02-22T03:40:00Z",
        "end": "2022-02-22T04:15:00Z",
        "km": 410,
        "said": "nobody was received there then; no room for a stop at an airfield",
    }
    silence = "not received while 4 others were received nearby"
    may = [
        flight(2, destination_gap=silence),
        flight(3, quarantined=2, longest_gap_s=2100.0, gaps=json.dumps([gap])),
        flight(30, destination=toward(EYPA=0.5, UMKK=0.4)),
    ]
    return case(belongs, may, **changes)


class Page(HTMLParser):
    """Walks a page, remembering what stood open and every element."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.open, self.elements, self.text = [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Remember an element; it stands open unless it is void."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """Remember an element that closes itself."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        """Close the element that was opened last, and no other."""
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Keep what a reader sees."""
        if "style" not in self.open:
            self.text.append(data)

    def words(self):
        """Give the text of the page, any white space as one blank."""
        return " ".join(" ".join(self.text).split())


def test_the_report_is_the_same_as_ever():
    html = render_report(small_case())

    if os.environ.get("HEAVYLIFT_REFRESH_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(html, encoding="utf-8")
    same = GOLDEN.exists() and GOLDEN.read_text(encoding="utf-8") == html
    assert same, f"the report changed; look at it, then run: {REFRESH}"


def test_what_was_not_heard_is_told_beside_the_end_and_the_flight():
    page = Page(render_report(small_case())).words()

    assert "after it: not received while 4 others were received nearby" in page
    assert (
        "not heard 03:40 to 04:15, 410 km apart: nobody was received there then; "
        "no room for a stop at an airfield"
    ) in page


@pytest.mark.parametrize("prior", ["usage", "even"])
def test_the_section_on_method_names_the_prior(prior):
    page = Page(render_report(small_case(prior=prior))).words()

    assert f"(prior: {prior})" in page


def test_two_runs_give_the_same_page():
    first, second = small_case(), small_case()

    assert render_report(first) == render_report(second)


def test_every_element_is_closed_and_every_name_is_given_once():
    page = Page(render_report(small_case()))

    names = [a["id"] for _, a in page.elements if "id" in a]
    assert page.open == []
    assert len(names) == len(set(names))


def test_every_link_leads_to_a_place_on_the_page():
    page = Page(render_report(small_case()))

    names = {a["id"] for _, a in page.elements if "id" in a}
    links = [a["href"] for tag, a in page.elements if tag == "a"]
    assert links
    assert {link.removeprefix("#") for link in links} <= names


def test_the_page_has_no_script_and_asks_for_nothing():
    html = render_report(small_case())

    loaded = re.findall(r"""(?:src|href|data|action)\s*=\s*["']?(?!#)[^"'\s>]+""", html)
    handlers = [
        key for _, attrs in Page(html).elements for key in attrs if key[:2] == "on"
    ]
    assert "<script" not in html.lower()
    assert (loaded, handlers) == ([], [])
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)
    assert "default-src 'none'" in html


HOSTILE = "<img src=x onerror=alert(1)>\"'</style></title>\u202e"


@pytest.mark.parametrize("column", ["callsign", "registration", "operator", "icao24"])
def test_what_an_aircraft_broadcasts_is_only_text(column):
    html = render_report(case(may=[flight(2, **{column: HOSTILE})]))

    assert "<img" not in html
    assert "\u202e" not in html
    assert Page(html).open == []


def test_what_the_case_says_is_only_text():
    data = small_case(
        title=HOSTILE,
        question=HOSTILE,
        command=HOSTILE,
        event=EventMark(label=HOSTILE, day=date(2022, 2, 23)),
        attributions=(HOSTILE,),
        remarks=(HOSTILE,),
    )

    html = render_report(data)

    assert "<img" not in html
    assert Page(html).open == []


@pytest.mark.parametrize("data", [case(), small_case()], ids=["zero", "some"])
def test_the_report_never_says_what_data_cannot_show(data):
    text = Page(render_report(data)).words().lower()

    assert [word for word in REFUSED if word in text] == []
    assert "cargo is never observed" in text


def test_zero_flights_are_zero_out_of_what_could_have_been_seen():
    text = Page(render_report(case())).words()

    assert "no flight from Sheremetyevo (UUEE) to Khrabrovo (UMKK)" in text
    assert "31 flights of any route, from 52 843 positions, with data on 2 of 3" in text
    assert "52 843 positions were read" in text
    assert "no number, not a zero" in text


def test_a_flight_towards_a_place_is_never_counted_as_established():
    data = case(may=[flight(n) for n in range(1, 10)])

    page = Page(render_report(data)).words()

    tiles = "0 ground 0 runway 0 near 0 bracketed May belong 9 toward"
    assert tiles in page
    assert "Flights with both ends established None." in page


def test_limits_come_before_any_flight():
    html = render_report(small_case())

    finding, limits = html.index('id="finding"'), html.index('id="limits"')
    assert finding < limits < html.index("<svg")
    assert limits < html.index('id="flights"')


def test_both_ends_stand_in_the_fixed_words():
    text = Page(render_report(small_case())).words()

    assert "took off from Sheremetyevo (UUEE), runway 24L" in text
    assert "near Khrabrovo (UMKK)" in text
    assert "heading towards Palanga (EYPA)" in text
    assert "EYPA 0.50 UMKK 0.40 elsewhere 0.10" in text


def test_everything_refused_is_told_with_its_reason():
    text = Page(render_report(small_case())).words()

    assert "no position: 119 (first: positions.csv row 7)" in text
    assert "4 positions (jump: 4) were kept but not trusted, 2 of them within" in text


def test_days_without_data_stand_in_the_table_by_the_run():
    missing = frozenset({date(2022, 2, 23), date(2022, 2, 24)})

    text = Page(render_report(case(may=[flight(1)], no_data_days=missing))).words()

    assert "22 February 2022 0 0 0 0 1 0 23 to 24 February 2022 no data" in text


def test_only_the_footer_knows_when_it_ran():
    html = render_report(small_case())

    assert html.count("1 March 2022 12:00 UTC") == 1


def test_figures_that_cannot_be_drawn_are_left_out():
    html = render_report(small_case(basemap=None, tracks={}))

    assert "Where the flights were received" not in html
    assert "Flights per day" in html


def test_the_real_basemap_fits_in():
    html = render_report(small_case(basemap=load_basemap()))

    assert "Natural Earth" in html
    assert Page(html).open == []
