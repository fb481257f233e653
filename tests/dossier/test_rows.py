"""Rows of the flights table as records."""

import pyarrow as pa
import pytest

from builders.flights import end, flight, flight_values, flights_table, toward
from heavylift.dossier.rows import from_table
from heavylift.errors import FlightsError
from heavylift.model.ends import EndClass


def test_candidates_come_ranked():
    row = flight(destination=toward(EYPA=0.2, UMKK=0.7))

    assert [c.airfield for c in row.destination.candidates] == ["UMKK", "EYPA"]
    assert row.destination.first_candidate() == "UMKK"


def test_what_is_empty_in_the_table_is_unknown():
    row = flight(callsign="", icao24=None, longest_gap_s=float("nan"))

    assert (row.callsign, row.icao24, row.longest_gap_s) == (None, None, None)


def test_a_flight_is_as_strong_as_its_weaker_end():
    row = flight(origin=end("ground", "UUEE"), destination=end("near", "UMKK"))

    assert row.weaker is EndClass.NEAR


def test_sources_keep_file_and_rows():
    [source] = flight().sources

    assert (source.file, source.first_row, source.last_row) == ("positions.csv", 0, 399)


def test_a_table_without_a_column_is_refused_by_name():
    table = flights_table([flight_values()]).drop_columns(["origin_class"])

    with pytest.raises(FlightsError, match="no column origin_class"):
        from_table(table)


def test_a_time_without_a_zone_is_refused():
    table = flights_table([flight_values()])
    naive = table["first_seen"].cast(pa.timestamp("ms"))
    index = table.column_names.index("first_seen")

    with pytest.raises(ValueError, match="carry a zone"):
        from_table(table.set_column(index, "first_seen", naive))
