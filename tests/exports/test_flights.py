"""Flights tables as files."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.flights import end, flight_values, flights_table, not_established, toward
from builders.tracks import between, flight, flights_of, piece
from heavylift.errors import FlightsError, MissingInput
from heavylift.exports.flights import (
    flights_as_json,
    iso,
    read_flights,
    write_csv_to,
    write_flights,
)
from heavylift.model.flights import FLIGHT_COLUMN_NAMES


@pytest.fixture(scope="module")
def table():
    """Flights as they are found: one whole, one of which nothing is known."""
    whole = flight("UBBB", "LLOV", callsign="AZQ4141")
    made, _ = flights_of(
        piece(whole, "4b1234"), piece(between(whole, 60, 70), "~2b1234")
    )
    return made


def csv_rows(table):
    """Cells of the table's CSV as text, by column name."""
    file = io.StringIO()
    write_csv_to(table, file)
    return list(csv.DictReader(io.StringIO(file.getvalue())))


# There and back


@pytest.mark.parametrize("name", ["flights.csv", "flights.parquet", "FLIGHTS.CSV"])
def test_what_is_written_is_read_back_without_loss(table, tmp_path, name):
    path = tmp_path / name

    write_flights(table, path)

    assert read_flights(path).equals(table)


@pytest.mark.parametrize("name", ["flights.csv", "flights.parquet"])
def test_a_table_without_flights_is_read_back(table, tmp_path, name):
    path = tmp_path / name

    write_flights(table.slice(0, 0), path)

    assert read_flights(path).equals(table.slice(0, 0))


@pytest.mark.parametrize("name", ["flights.csv", "flights.parquet"])
def test_the_same_table_always_gives_the_same_bytes(table, tmp_path, name):
    one, other = tmp_path / f"one-{name}", tmp_path / f"other-{name}"

    write_flights(table, one)
    write_flights(table, other)

    assert one.read_bytes() == other.read_bytes()


awkward = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12
)


@given(operator=awkward, callsign=awkward)
@settings(max_examples=50, deadline=None)
def test_awkward_text_stays_in_its_cell(operator, callsign):
    [row] = csv_rows(
        flights_table([flight_values(1, operator=operator, callsign=callsign)])
    )

    assert row["operator"] in (operator, "'" + operator)
    assert row["callsign"] in (callsign, "'" + callsign)
    assert row["aircraft_type"] == "A320"


@given(operators=st.lists(awkward.filter(bool), max_size=4))
@settings(max_examples=50, deadline=None)
def test_awkward_text_is_read_back_as_it_was(tmp_path_factory, operators):
    path = tmp_path_factory.mktemp("awkward") / "flights.csv"
    made = [flight_values(i, operator=o) for i, o in enumerate(operators)]

    write_flights(flights_table(made), path)

    assert read_flights(path)["operator"].to_pylist() == operators


# What a spreadsheet sees


def test_times_are_iso_8601_with_z(table):
    first = csv_rows(table)[0]

    assert first["first_seen"] == "2023-09-02T06:00:00Z"
    assert first["last_seen"].endswith("Z")


def test_milliseconds_are_written_where_there_are_any():
    moment = datetime(2023, 9, 2, 6, 0, 0, 250_000, tzinfo=UTC)

    assert iso(moment) == "2023-09-02T06:00:00.250Z"
    assert iso(moment.replace(microsecond=0)) == "2023-09-02T06:00:00Z"


def test_the_header_is_the_declared_columns_in_order(table):
    assert tuple(csv_rows(table)[0]) == FLIGHT_COLUMN_NAMES


def test_what_is_not_known_is_an_empty_cell(table):
    unknown = csv_rows(table)[1]

    for name in ("origin", "destination", "registration", "db_flags"):
        assert unknown[name] == ""
    assert unknown["origin_class"] == "unknown"
    assert unknown["origin_candidates"] == "[]"


def test_candidates_in_a_cell_are_json(table):
    assert json.loads(csv_rows(table)[0]["origin_candidates"]) == [
        {"airfield": "UBBB", "probability": 1.0}
    ]


@pytest.mark.parametrize("callsign", ["=1+1", "+49", "-1", "@SUM", '=HYPERLINK("x")'])
def test_a_callsign_that_looks_like_a_formula_is_made_harmless(callsign):
    [row] = csv_rows(flights_table([flight_values(1, callsign=callsign)]))

    assert row["callsign"] == "'" + callsign


@pytest.mark.parametrize(
    "callsign", ["=1+1", "@SUM", "'quoted", "'=1", "''+2", "NULL", "NA", "nan"]
)
def test_an_odd_callsign_is_read_back_as_it_was(callsign, tmp_path):
    path = tmp_path / "flights.csv"
    table = flights_table([flight_values(1, callsign=callsign)])

    write_flights(table, path)

    assert read_flights(path)["callsign"].to_pylist() == [callsign]


def test_numbers_below_zero_stay_numbers():
    west = flight_values(1, origin_lon=-22.5, origin_lat=-1.25)

    [row] = csv_rows(flights_table([west]))

    assert (row["origin_lon"], row["origin_lat"]) == ("-22.5", "-1.25")


def test_letters_of_any_script_survive(tmp_path):
    path = tmp_path / "flights.csv"
    table = flights_table([flight_values(1, operator="Силк Уэй, «Bakı»\r\nQərb")])

    write_flights(table, path)

    assert read_flights(path)["operator"].to_pylist() == ["Силк Уэй, «Bakı»\r\nQərb"]


def test_flights_as_json_hold_lists_and_times_as_text():
    table = flights_table([flight_values(1, end("ground"), toward(UMKK=0.9))])

    [row] = flights_as_json(table)

    assert row["destination_candidates"] == [{"airfield": "UMKK", "probability": 0.9}]
    assert row["first_seen"] == "2022-02-22T01:00:00Z"
    assert json.loads(json.dumps(row)) == row


# What is no table of flights


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(MissingInput, match="no such file"):
        read_flights(tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"a,b\n1,2\n", b"PAR1 but not really", b"\xff\xfe\x00", b"\n\n"],
)
@pytest.mark.parametrize("name", ["flights.csv", "flights.parquet"])
def test_a_foreign_file_is_refused_with_a_way_out(tmp_path, content, name):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(FlightsError, match=r"(?s)table of flights.*help: make one"):
        read_flights(path)


def test_another_table_is_refused_by_what_it_lacks(tmp_path):
    path = tmp_path / "positions.parquet"
    pq.write_table(pa.table({"flight_id": ["a"], "lat_deg": [1.0]}), path)

    with pytest.raises(FlightsError, match="lacks icao24, track"):
        read_flights(path)


@pytest.mark.parametrize(
    "column, value",
    [("positions", "many"), ("first_seen", "yesterday"), ("origin_lat", "north")],
)
def test_a_cell_that_holds_something_else_is_refused(tmp_path, column, value):
    path = tmp_path / "flights.csv"
    [row] = csv_rows(flights_table([flight_values()]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FLIGHT_COLUMN_NAMES)
        writer.writeheader()
        writer.writerow(row | {column: value})

    with pytest.raises(FlightsError, match=r"flights\.csv"):
        read_flights(path)


@pytest.mark.parametrize("kind", ["origin_class", "destination_class"])
def test_a_class_that_is_none_of_ours_is_refused(tmp_path, kind):
    path = tmp_path / "flights.csv"
    write_flights(flights_table([flight_values(1, **{kind: "certain"})]), path)

    with pytest.raises(FlightsError, match=kind):
        read_flights(path)


@pytest.mark.parametrize(
    "candidates", ["UMKK", "[1]", '[{"airfield": "UMKK"}]', "{}", "[{]"]
)
def test_candidates_that_are_not_a_ranked_list_are_refused(tmp_path, candidates):
    path = tmp_path / "flights.csv"
    made = flight_values(1, end("ground"), toward(UMKK=0.9))
    write_flights(flights_table([made | {"destination_candidates": candidates}]), path)

    with pytest.raises(FlightsError, match="destination_candidates"):
        read_flights(path)


@pytest.mark.parametrize("name", ["flights.xlsx", "flights", "flights.csv.gz"])
def test_another_ending_is_refused_before_any_work(table, tmp_path, name):
    with pytest.raises(FlightsError, match=r"written as \.csv or \.parquet"):
        write_flights(table, tmp_path / name)

    assert list(tmp_path.iterdir()) == []


def test_columns_in_another_order_are_put_in_order(tmp_path):
    path = tmp_path / "flights.parquet"
    made = flights_table([flight_values(1, not_established(), not_established())])
    pq.write_table(made.select(FLIGHT_COLUMN_NAMES[::-1]), path)

    assert tuple(read_flights(path).column_names) == FLIGHT_COLUMN_NAMES


def test_times_of_another_precision_or_without_a_zone_are_understood(tmp_path):
    path = tmp_path / "flights.parquet"
    made = flights_table([flight_values()])
    at = made.schema.get_field_index("first_seen")
    coarse = made["first_seen"].cast(pa.timestamp("s", tz="UTC"))
    pq.write_table(made.set_column(at, "first_seen", coarse), path)

    assert read_flights(path)["first_seen"].to_pylist() == [
        datetime(2022, 2, 22, tzinfo=UTC) + timedelta(hours=1)
    ]
