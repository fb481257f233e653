"""Positions behind a report, as a table."""

import numpy as np

from builders.tracks import changed, flight, positions
from heavylift.exports.positions import positions_table
from heavylift.model.positions import (
    COLUMNS,
    Positions,
    Quarantine,
    SourceType,
    Surface,
    pack_callsign,
)


def table(made, files=("2023-09-02.json",)):
    return positions_table([("f1", "4b1234", made)], list(files))


def one(**columns):
    """The only row of a table of one position."""
    made = positions([0.0], [1.0], [2.0], file=0, **columns)
    return table(made).to_pylist()[0]


def test_every_declared_column_is_there_under_its_name_or_in_words():
    names = table(flight("LLOV", "UBBG").take(slice(0, 3))).column_names

    worded = {"time_ms": "time", "surface": "on_ground"}
    assert names == [
        "flight_id",
        "icao24",
        *(worded.get(c.name, c.name) for c in COLUMNS),
    ]


def test_codes_are_written_as_words():
    row = one(
        surface=int(Surface.GROUND),
        source_type=int(SourceType.MLAT),
        callsign=pack_callsign("AZQ4141"),
        squawk=0o7700,
        quarantine=int(Quarantine.JUMP),
        nic=8,
    )

    assert row["on_ground"] is True
    assert row["source_type"] == "mlat"
    assert row["callsign"] == "AZQ4141"
    assert row["squawk"] == "7700"
    assert row["quarantine"] == "jump"
    assert row["nic"] == 8
    assert row["file"] == "2023-09-02.json"


def test_what_is_not_known_is_null_and_never_a_number():
    row = one()

    for name in (
        "on_ground",
        "source_type",
        "callsign",
        "squawk",
        "quarantine",
        "nic",
        "nac_p",
        "sil",
        "baro_altitude_m",
        "ground_speed_ms",
        "track_deg",
    ):
        assert row[name] is None, name


def test_a_squawk_keeps_its_leading_zeros():
    assert one(squawk=0o21)["squawk"] == "0021"


def test_time_is_utc_to_the_millisecond():
    made = positions([1_693_634_400.25], [1.0], [2.0], file=0)

    [time] = table(made)["time"].to_pylist()

    assert time.isoformat() == "2023-09-02T06:00:00.250000+00:00"


def test_positions_stand_under_their_own_flight():
    first, second = flight("LLOV", "UBBG"), flight("UBBG", "LLOV")
    parts = [
        ("f1", "4b1234", changed(first.take(slice(0, 4)), slice(None), file=0)),
        ("f2", None, changed(second.take(slice(0, 3)), slice(None), file=1)),
    ]

    made = positions_table(parts, ["a.json", "b.json"])

    assert made["flight_id"].to_pylist() == ["f1"] * 4 + ["f2"] * 3
    assert made["icao24"].to_pylist() == ["4b1234"] * 4 + [None] * 3
    assert made["file"].to_pylist() == ["a.json"] * 4 + ["b.json"] * 3
    np.testing.assert_array_equal(made["lat_deg"].to_numpy()[:4], first.lat_deg[:4])


def test_no_flights_give_no_rows_but_all_columns():
    empty = positions_table([], [])

    assert empty.num_rows == 0
    assert len(empty.column_names) == len(COLUMNS) + 2
    assert (
        empty.schema.field("time").type
        == table(Positions.unknown(0)).schema.field("time").type
    )
