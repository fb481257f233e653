"""Flights beside the places of a case are counted and told."""

from functools import partial

import pytest

from builders.cases import CASE, write_case
from builders.flights import end, flight_values, flights_table, not_established, toward
from builders.reports import case
from builders.tracks import START, flight
from heavylift.corridors import Corridor, select_flights
from heavylift.dossier.beside import beside_in_words, count_beside
from heavylift.dossier.build import build_dossier
from heavylift.dossier.case import read_case
from heavylift.dossier.limits import limits
from heavylift.lake import make_lake
from heavylift.lake.ingest import ingest
from heavylift.reference.airfields import in_country, load_airfields
from heavylift.reference.alternatives import MOST, alternatives

AIRFIELDS = load_airfields()
OVDA_TO_BAKU = Corridor(origins={"LLOV"}, destinations={"UBBB"})
HEADING = "Places beside those asked"


def counted(*ends, corridor=OVDA_TO_BAKU):
    table = flights_table([flight_values(24 * i, *pair) for i, pair in enumerate(ends)])
    found = count_beside(partial(select_flights, table), corridor, AIRFIELDS)
    return {(b.role, b.airfield.code): (b.established, b.may) for b in found}


def test_flights_of_ramon_are_counted_beside_ovda():
    found = counted(
        (end("ground", "LLER"), end("ground", "UBBB")),
        (end("runway", "LLER"), end("near", "UBBB")),
        (toward(LLER=0.6, LLOV=0.3), end("ground", "UBBB")),
        (end("ground", "LLOV"), end("ground", "UBBB")),
        (end("ground", "LLER"), end("ground", "UGTB")),
        (end("ground", "LLER"), not_established()),
    )

    assert found["origin", "LLER"] == (2, 1)


def test_the_other_end_is_looked_beside_too_and_nothing_is_a_number():
    found = counted((end("ground", "LLOV"), end("ground", "UBBI")))

    assert found["destination", "UBBI"] == (1, 0)
    assert found["origin", "LLER"] == (0, 0)
    assert {role for role, _ in found} == {"origin", "destination"}


def test_what_the_case_asks_for_on_its_other_side_is_not_told_again():
    wider = Corridor(origins={"LLOV"}, destinations={"LLER"})

    found = counted((end("ground", "LLOV"), end("ground", "LLER")), corridor=wider)

    assert ("origin", "LLER") not in found
    assert ("destination", "LLOV") not in found


def test_the_report_tells_each_with_its_distance_and_its_count():
    table = flights_table(
        [flight_values(0, end("ground", "LLER"), end("ground", "UBBB"))]
    )
    beside = count_beside(partial(select_flights, table), OVDA_TO_BAKU, AIRFIELDS)

    told = {limit.heading: limit.text for limit in limits(case(beside=beside))}

    assert "Ramon (LLER), 25 km from Ovda (LLOV): 1 flight from there" in told[HEADING]
    assert (
        "Nasosnaya Air Base (UBBI), 44 km from Heydar Aliyev (UBBB): 0 flights to there"
        in told[HEADING]
    )


def test_of_a_country_the_nearest_are_told_and_those_with_flights():
    places = {
        "origins": AIRFIELDS.code[in_country(AIRFIELDS, "US")].tolist(),
        "destinations": ["UBBB"],
    }
    far = alternatives(AIRFIELDS, places["origins"])[-1].code
    table = flights_table([flight_values(0, end("ground", far), end("ground", "UBBB"))])

    beside = count_beside(partial(select_flights, table), Corridor(**places), AIRFIELDS)

    told = beside_in_words(beside)
    origins = [b for b in beside if b.role == "origin"]
    assert f"({far})" in told
    assert f"{len(origins) - MOST - 1} more airfields: 0 flights from there" in told


def test_where_nothing_is_beside_nothing_is_told():
    assert beside_in_words(()) == ""
    assert HEADING not in {limit.heading for limit in limits(case())}


@pytest.mark.parametrize("inputs", ["traces", "lake"])
def test_a_case_for_ovda_alone_tells_of_flights_to_ramon(tmp_path, inputs):
    path = write_case(
        tmp_path,
        CASE.replace('"traces"', f'"{inputs}"'),
        a00001=flight("UBBB", "LLOV", every_s=20),
        a00002=flight("UBBB", "LLER", start=START + 7_200, every_s=20),
    )
    if inputs == "lake":
        ingest(make_lake(tmp_path / "lake"), [tmp_path / "traces"])

    made = build_dossier(read_case(path), tmp_path / "dossier")

    report = made.report.read_text(encoding="utf-8")
    assert made.selection.belongs.num_rows == 1
    assert HEADING in report
    assert "Ramon (LLER), 25 km from Ovda (LLOV): 1 flight to there" in report
