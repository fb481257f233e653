"""Tables of all spellings: CSV and Parquet, OpenSky's and others'."""

import gzip
import math

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.shared import SHARED, needs_shared
from heavylift.errors import ColumnsNotFound, NothingReadable, SourceError
from heavylift.model.positions import (
    NO_SQUAWK,
    SourceType,
    Surface,
    unpack_callsign,
)
from heavylift.sources import open_sources, refusals

T0 = 1_693_353_600  # 2023-08-30 00:00 UTC


def read(path, **columns):
    sources = open_sources([path], columns=columns or None)
    pieces = [piece for group in sources.groups() for piece in group]
    return sources.inputs[0], pieces, sources


def write(path, text, *, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def csv(tmp_path, header, *lines):
    return write(tmp_path / "t.csv", "\n".join([header, *lines]) + "\n")


def one(tmp_path, header, line):
    """The single position of a table of one row, and its report."""
    report, [piece], _ = read(csv(tmp_path, header, line))
    assert len(piece.positions) == 1
    return piece.positions, report


TIMES = [
    ("1693353601", "time"),
    ("1693353601.25", "time"),
    ("1693353601250", "timestamp"),
    ("1693353601250000", "ts"),
    ("2023-08-30T00:00:01Z", "utc"),
    ("2023-08-30 00:00:01.250", "datetime"),
    ("2023-08-30 02:00:01+02:00", "Date Time"),
    ("2023-08-29T19:00:01-0500", "time"),
    ("2023/08/30 00:00:01 UTC", "time"),
]


@pytest.mark.parametrize("text, name", TIMES)
def test_a_time_is_read_in_every_spelling(tmp_path, text, name):
    positions, _ = one(tmp_path, f"{name},icao24,lat,lon", f"{text},600123,40,45")

    assert positions.time_ms[0] // 1000 == T0 + 1
    assert positions.time_ms[0] % 1000 == (250 if "25" in text[-10:] else 0)


@pytest.mark.parametrize("text", ["2023-08-30 00:00:01", "2023/08/30 00:00:01"])
def test_a_time_without_its_zone_is_utc_and_remarked(tmp_path, text):
    positions, report = one(tmp_path, "time,icao24,lat,lon", f"{text},600123,40,45")

    assert positions.time_ms[0] == (T0 + 1) * 1000
    assert report.remarks == {refusals.ZONE_MISSING: 1}


def test_a_time_with_its_zone_needs_no_remark(tmp_path):
    _, report = one(
        tmp_path, "time,icao24,lat,lon", "2023-08-30T00:00:01Z,600123,40,45"
    )

    assert report.remarks == {}


def test_times_of_several_spellings_in_one_column_are_all_read(tmp_path):
    path = csv(
        tmp_path,
        "time,icao24,lat,lon",
        *(f"{text},600123,40,45" for text, _ in TIMES),
        "yesterday,600123,40,45",
        "2023-13-01 00:00:00,600123,40,45",
        ",600123,40,45",
    )

    report, [piece], _ = read(path)

    assert set(piece.positions.time_ms // 1000) == {T0 + 1}
    assert len(piece.positions) == len(TIMES)
    assert report.refused_rows == {refusals.TIME_MISSING: 3}


@pytest.mark.parametrize(
    "name, value, metres",
    [
        ("altitude_ft", "1000", 304.8),
        ("alt_feet", "1000", 304.8),
        ("Altitude (ft)", "1000", 304.8),
        ("altitude_m", "1000", 1000.0),
        ("Altitude [m]", "1000", 1000.0),
        ("alt_metres", "1000", 1000.0),
        ("baro_altitude_m", "1000", 1000.0),
        ("baroaltitude", "1000", 1000.0),
    ],
)
def test_an_altitude_is_read_in_its_unit(tmp_path, name, value, metres):
    positions, report = one(
        tmp_path, f"time,icao24,lat,lon,{name}", f"{T0},600123,40,45,{value}"
    )

    assert positions.baro_altitude_m[0] == pytest.approx(metres)
    assert math.isnan(positions.geo_altitude_m[0])
    assert report.remarks == {}


@pytest.mark.parametrize("name", ["alt", "altitude", "baro_altitude"])
def test_an_altitude_without_its_unit_is_feet_and_remarked(tmp_path, name):
    positions, report = one(
        tmp_path, f"time,icao24,lat,lon,{name}", f"{T0},600123,40,45,1000"
    )

    assert positions.baro_altitude_m[0] == pytest.approx(304.8)
    assert report.remarks == {refusals.ALTITUDE_UNIT_MISSING: 1}


@pytest.mark.parametrize(
    "name, ms, remarked",
    [
        ("gs_kt", 51.4444, False),
        ("ground_speed_knots", 51.4444, False),
        ("Speed (kts)", 51.4444, False),
        ("speed_kmh", 27.7778, False),
        ("speed_ms", 100.0, False),
        ("velocity", 100.0, False),
        ("gs", 51.4444, True),
        ("groundspeed", 51.4444, True),
    ],
)
def test_a_speed_is_read_in_its_unit(tmp_path, name, ms, remarked):
    positions, report = one(
        tmp_path, f"time,icao24,lat,lon,{name}", f"{T0},600123,40,45,100"
    )

    assert positions.ground_speed_ms[0] == pytest.approx(ms, rel=1e-5)
    assert report.remarks.get(refusals.SPEED_UNIT_MISSING, 0) == int(remarked)


@pytest.mark.parametrize(
    "name, ms, remarked",
    [
        ("vertical_rate_fpm", 3.048, False),
        ("vs_ms", 600.0, False),
        ("vertrate", 600.0, False),
        ("vertical_rate", 3.048, True),
    ],
)
def test_a_vertical_rate_is_read_in_its_unit(tmp_path, name, ms, remarked):
    positions, report = one(
        tmp_path, f"time,icao24,lat,lon,{name}", f"{T0},600123,40,45,600"
    )

    assert positions.vertical_rate_ms[0] == pytest.approx(ms)
    assert report.remarks.get(refusals.RATE_UNIT_MISSING, 0) == int(remarked)


@pytest.mark.parametrize(
    "text, surface",
    [
        ("true", Surface.GROUND),
        ("1", Surface.GROUND),
        ("False", Surface.AIRBORNE),
        ("0", Surface.AIRBORNE),
        ("", Surface.UNKNOWN),
        ("perhaps", Surface.UNKNOWN),
    ],
)
def test_ground_is_yes_no_or_unknown(tmp_path, text, surface):
    positions, _ = one(
        tmp_path, "time,icao24,lat,lon,on_ground", f"{T0},600123,40,45,{text}"
    )

    assert positions.surface[0] == surface


def test_a_table_that_does_not_speak_of_the_ground_says_nothing_of_it(tmp_path):
    positions, _ = one(tmp_path, "time,icao24,lat,lon", f"{T0},600123,40,45")

    assert positions.surface[0] == Surface.UNKNOWN
    assert positions.source_type[0] == SourceType.UNKNOWN
    assert positions.squawk[0] == NO_SQUAWK


def test_ground_in_place_of_an_altitude_is_a_surface(tmp_path):
    positions, _ = one(
        tmp_path, "time,icao24,lat,lon,alt_baro", f"{T0},600123,40,45,ground"
    )

    assert positions.surface[0] == Surface.GROUND
    assert math.isnan(positions.baro_altitude_m[0])


def test_words_of_a_row_are_kept(tmp_path):
    header = "time,hex,lat,lon,callsign,squawk,source,registration,type,operator"
    path = csv(
        tmp_path,
        header,
        f"{T0},~2AE01F,40,45,azq041,7700,mlat,4K-AZ101,IL76,Silk Way",
        f"{T0},600123,40,45,,,,,,",
    )

    _, [known, other], sources = read(path)

    # addresses come first to last, and a digit before the tilde
    known, other = sorted((known, other), key=lambda p: p.aircraft.label)[::-1]
    assert known.aircraft.icao24 == "~2ae01f"
    assert unpack_callsign(known.positions.callsign[0]) == "azq041"
    assert known.positions.squawk[0] == 0o7700
    assert known.positions.source_type[0] == SourceType.MLAT
    file = sources.files[known.positions.file[0]]
    assert (file.registration, file.aircraft_type) == ("4K-AZ101", "IL76")
    assert file.operator == "Silk Way"
    assert sources.files[other.positions.file[0]].registration is None


BAD_CELLS = [
    ("x,600123,40,45", refusals.TIME_MISSING),
    (f"{T0},,40,45", refusals.ADDRESS_MISSING),
    (f"{T0},60012,40,45", refusals.ADDRESS_MALFORMED),
    (f"{T0},600123,,45", refusals.POSITION_MISSING),
    (f"{T0},600123,nan,45", refusals.POSITION_MISSING),
    (f"{T0},600123,40,abc", refusals.NOT_A_NUMBER),
    (f"{T0},600123,inf,45", refusals.NOT_A_NUMBER),
    (f"{T0},600123,91,45", refusals.LATITUDE_OUT_OF_RANGE),
    (f"{T0},600123,40,-181", refusals.LONGITUDE_OUT_OF_RANGE),
    ("86400,600123,40,45", refusals.TIME_OUT_OF_RANGE),
    (f"{T0},600123,40", refusals.ROW_MALFORMED),
    (f"{T0},600123,40,45,46", refusals.ROW_MALFORMED),
]


@pytest.mark.parametrize("line, reason", BAD_CELLS)
def test_a_bad_cell_costs_its_row_and_no_other(tmp_path, line, reason):
    good = [f"{T0 + i},600123,40,45.{i}" for i in range(3)]
    path = csv(tmp_path, "time,icao24,lat,lon", good[0], line, *good[1:])

    report, [piece], _ = read(path)

    assert report.refused_rows == {reason: 1}
    assert piece.positions.row.tolist() == [0, 2, 3]
    assert piece.positions.lon_deg.tolist() == [45.0, 45.1, 45.2]


def test_a_cell_beside_the_position_that_is_not_understood_is_unknown(tmp_path):
    path = csv(
        tmp_path,
        "time,icao24,lat,lon,altitude_ft,gs_kt,track,on_ground",
        f"{T0},600123,40,45,high,fast,east,maybe",
        f"{T0 + 1},600123,40,45,1000,100,90,0",
    )

    report, [piece], _ = read(path)

    assert np.isnan(piece.positions.baro_altitude_m).tolist() == [True, False]
    assert np.isnan(piece.positions.track_deg).tolist() == [True, False]
    assert report.remarks == {refusals.CELL_NOT_UNDERSTOOD: 4}


def test_an_endless_altitude_and_an_absurd_speed_are_unknown(tmp_path):
    path = csv(
        tmp_path,
        "time,icao24,lat,lon,altitude_ft,gs_kt",
        f"{T0},600123,40,45,-inf,-5",
        f"{T0 + 1},600123,40,45,1000,15217.9",
    )

    report, [piece], _ = read(path)

    assert np.isnan(piece.positions.baro_altitude_m).tolist() == [True, False]
    assert np.isnan(piece.positions.ground_speed_ms).all()
    assert report.remarks == {
        refusals.ALTITUDE_NOT_FINITE: 1,
        refusals.SPEED_IMPOSSIBLE: 2,
    }


def test_bytes_that_are_not_utf8_cost_nothing(tmp_path):
    text = f"time,icao24,lat,lon,operator\n{T0},600123,40,45,Aéro\n"
    path = write(tmp_path / "t.csv", text, encoding="latin-1")

    report, [piece], _ = read(path)

    assert len(piece.positions) == 1
    assert report.remarks == {refusals.NOT_UTF8: 1}


def test_semicolons_tabs_quotes_and_a_byte_order_mark_are_read(tmp_path):
    lines = [("time", "icao24", "lat", "lon"), (str(T0), "600123", "40", "45")]
    for n, delimiter in enumerate(";\t|"):
        text = "\n".join(delimiter.join(f'"{c}"' for c in line) for line in lines)
        path = write(tmp_path / f"{n}.csv", "﻿" + text + "\r\n")

        _, [piece], _ = read(path)

        assert piece.aircraft.icao24 == "600123"


def test_flightradar24_is_read(tmp_path):
    path = csv(
        tmp_path,
        "Timestamp,UTC,Callsign,Position,Altitude,Speed,Direction",
        f'{T0},2023-08-30T00:00:00Z,AHY021,"40.462,50.052",1000,100,343',
        f'{T0 + 60},2023-08-30T00:01:00Z,AHY021,"40.5,50.1",2000,200,340',
    )

    report, [piece], _ = read(path)

    assert piece.aircraft.icao24 is None
    assert piece.aircraft.label == "AHY021"
    assert piece.positions.lat_deg.tolist() == [40.462, 40.5]
    assert piece.positions.lon_deg.tolist() == [50.052, 50.1]
    assert piece.positions.baro_altitude_m.tolist() == pytest.approx([304.8, 609.6])
    assert piece.positions.ground_speed_ms[1] == pytest.approx(102.888, abs=1e-2)
    assert unpack_callsign(piece.positions.callsign[0]) == "AHY021"
    assert report.remarks == {}


def test_a_track_without_address_is_called_by_its_flight(tmp_path):
    path = csv(
        tmp_path,
        "flight,time,lat,lon",
        f"opensky:one,{T0},40,45",
        f"opensky:two,{T0},41,45",
        f"opensky:one,{T0 + 1},40,45.1",
    )

    _, pieces, _ = read(path)

    assert [p.aircraft.label for p in pieces] == ["opensky:one", "opensky:two"]
    assert [len(p.positions) for p in pieces] == [2, 1]
    assert pieces[0].positions.callsign.tolist() == [0, 0]


def test_a_table_of_one_unnamed_track_is_called_by_its_file(tmp_path):
    path = csv(tmp_path, "time,lat,lon", f"{T0},40,45")

    _, [piece], _ = read(path)

    assert piece.aircraft.label == path.as_posix()
    assert piece.aircraft.icao24 is None


def test_track_is_a_name_when_another_column_has_the_direction(tmp_path):
    path = csv(tmp_path, "time,track,lat,lon,heading", f"{T0},T7,40,45,90")

    _, [piece], _ = read(path)

    assert piece.aircraft.label == "T7"
    assert piece.positions.track_deg[0] == 90


def test_flight_beside_an_address_is_a_callsign_if_it_can_be_one(tmp_path):
    path = csv(
        tmp_path,
        "time,icao24,flight,lat,lon",
        f"{T0},600123,AHY021,40,45",
        f"{T0 + 1},600123,Baku to Ovda,40,45",
    )

    _, [piece], _ = read(path)

    assert [unpack_callsign(c) for c in piece.positions.callsign] == ["AHY021", ""]


def test_columns_can_be_named(tmp_path):
    path = csv(tmp_path, "t,who,y,x,z", f"{T0},600123,40,45,1000")

    _, [piece], _ = read(path, time="t", icao24="who", lat="y", lon="x", altitude_m="z")

    assert piece.aircraft.icao24 == "600123"
    assert piece.positions.baro_altitude_m[0] == 1000


def test_a_named_column_goes_before_a_recognised_one(tmp_path):
    path = csv(tmp_path, "time,icao24,lat,lon,alt", f"{T0},600123,40,45,1000")

    report, [piece], _ = read(path, altitude_m="alt")

    assert piece.positions.baro_altitude_m[0] == 1000
    assert report.remarks == {}


def test_a_named_column_that_is_not_there_is_said(tmp_path):
    path = csv(tmp_path, "time,icao24,lat,lon", f"{T0},600123,40,45")

    with pytest.raises(ColumnsNotFound, match="height"):
        read(path, altitude_m="height")


def test_a_name_that_heavylift_does_not_know_is_said(tmp_path):
    path = csv(tmp_path, "time,icao24,lat,lon", f"{T0},600123,40,45")

    with pytest.raises(SourceError, match="colour"):
        read(path, colour="lat")


def test_a_truncated_gzip_gives_its_whole_lines(tmp_path):
    lines = [f"{T0 + i},600123,{40 + i * 0.0137:.5f},45.123456" for i in range(5000)]
    data = gzip.compress(("time,icao24,lat,lon\n" + "\n".join(lines)).encode())
    path = tmp_path / "t.csv.gz"
    path.write_bytes(data[: len(data) // 2])

    report, [piece], _ = read(path)

    assert 1000 < len(piece.positions) < 4000
    assert report.remarks == {refusals.GZIP_CUT: 1}
    assert set(piece.positions.lon_deg) == {45.123456}


def test_a_table_with_a_header_alone_is_empty(tmp_path):
    path = csv(tmp_path, "time,icao24,lat,lon")

    with pytest.raises(NothingReadable, match="empty file"):
        read(path)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_machine(tmp_path, end):
    lines = [
        "time,icao24,lat,lon",
        "1693353600,600002,40,45",
        "1693353601,600002,40,46",
    ]
    path = tmp_path / "t.csv"
    path.write_bytes(end.join(lines).encode())

    _, [piece], _ = read(path)

    assert piece.positions.lon_deg.tolist() == [45.0, 46.0]


def test_a_line_end_in_front_of_what_is_no_table_refuses_the_file(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b'\x01\r{"icao":"3c0000"}')

    with pytest.raises(NothingReadable, match="unknown format"):
        read(path)


def test_a_malformed_row_of_bytes_that_are_no_text_loses_no_other_row(tmp_path):
    path = tmp_path / "t.csv"
    rows = [b"%d,600002,40,45" % (1_693_353_600 + n) for n in range(3)]
    rows.insert(1, b"1693353600,60\x93002,40,45,1,2")
    path.write_bytes(b"\n".join([b"time,icao24,lat,lon", *rows]))

    report, [piece], _ = read(path)

    assert piece.positions.row.tolist() == [0, 2, 3]
    assert report.refused_rows == {refusals.ROW_MALFORMED: 1}


def test_names_of_any_script_are_read_as_they_are_written(tmp_path):
    path = tmp_path / "t.csv"
    operators = ["Азербайджан", "Çelebi", "x" * 2_000_000 + "é"]
    rows = [f"1693353600,{600002 + n},40,45,{o}" for n, o in enumerate(operators)]
    path.write_text("\n".join(["time,icao24,lat,lon,operator", *rows]), "utf-8")

    _, _, sources = read(path)

    assert [f.operator for f in sources.files] == operators


def test_a_number_that_no_column_holds_is_read_as_unknown(tmp_path):
    line = "1693353600,600002,40,45,1e39,1e42"
    path = csv(tmp_path, "time,icao24,lat,lon,altitude_m,vertical_rate", line)

    report, [piece], _ = read(path)

    assert np.isnan(piece.positions.baro_altitude_m).all()
    assert np.isnan(piece.positions.vertical_rate_ms).all()
    assert report.remarks[refusals.ALTITUDE_NOT_FINITE] == 1
    assert report.remarks[refusals.CELL_NOT_UNDERSTOOD] == 1


def test_a_broken_parquet_is_counted(tmp_path):
    path = tmp_path / "t.parquet"
    path.write_bytes(b"PAR1" + bytes(100))

    with pytest.raises(NothingReadable, match="table broken"):
        read(path)


def test_parquet_of_any_types_is_read(tmp_path):
    table = pa.table(
        {
            "time": pa.array([T0 * 1000], pa.timestamp("ms")),
            "icao24": pa.array(["600123"]).dictionary_encode(),
            "lat": pa.array([40.5], pa.float32()),
            "lon": pa.array([45], pa.int16()),
            "on_ground": pa.array([None], pa.bool_()),
            "altitude_m": pa.array([1000], pa.uint16()),
        }
    )
    pq.write_table(table, tmp_path / "t.parquet")

    report, [piece], _ = read(tmp_path / "t.parquet")

    assert piece.positions.time_ms.tolist() == [T0 * 1000]
    assert piece.positions.lon_deg.tolist() == [45]
    assert piece.positions.surface[0] == Surface.UNKNOWN
    assert report.remarks == {refusals.ZONE_MISSING: 1}


def vectors(path, rows, names=None):
    """State vectors in the historical database's spelling."""
    names = names or (
        "time,icao24,lat,lon,velocity,heading,vertrate,callsign,onground,squawk,"
        "baroaltitude,geoaltitude,lastposupdate,lastcontact"
    )
    return write(path, "\n".join([names, *rows]) + "\n")


def vector(time, position, contact, baro=1000.0, lat=40.0, ground="false"):
    return (
        f"{time},600123,{lat},45,200,90,5,AHY021,{ground},1234,{baro},1100,"
        f"{position},{contact}"
    )


def test_opensky_vectors_are_in_metres(tmp_path):
    path = vectors(tmp_path / "t.csv", [vector(T0, T0 - 0.5, T0 - 0.1)])

    report, [piece], sources = read(path)

    assert sources.files[0].reader == report.reader == "opensky"
    assert piece.positions.time_ms.tolist() == [T0 * 1000 - 500]
    assert piece.positions.baro_altitude_m.tolist() == [1000]
    assert piece.positions.geo_altitude_m.tolist() == [1100]
    assert piece.positions.ground_speed_ms.tolist() == [200]
    assert piece.positions.vertical_rate_ms.tolist() == [5]
    assert piece.positions.source_type.tolist() == [SourceType.OPENSKY]
    assert piece.positions.surface.tolist() == [Surface.AIRBORNE]
    assert report.remarks == {}


def test_vectors_written_after_the_last_contact_are_left_over(tmp_path):
    rows = [vector(T0 + i, T0 + min(i, 5), T0 + min(i, 5)) for i in range(300)]
    path = vectors(tmp_path / "t.csv", rows)

    report, [piece], _ = read(path)

    assert piece.positions.time_ms.tolist() == [(T0 + i) * 1000 for i in range(6)]
    assert report.refused_rows == {
        refusals.POSITION_REPEATED: 15,
        refusals.REPEATED_AFTER_COVERAGE: 300 - 21,
    }


def test_the_first_vector_of_a_position_has_the_altitude_that_belongs_to_it(tmp_path):
    rows = [
        vector(T0 + 2, T0, T0 + 2, baro=1200),
        vector(T0 + 1, T0, T0 + 1, baro=1100),
        vector(T0 + 3, T0 + 3, T0 + 3, baro=1300),
    ]
    path = vectors(tmp_path / "t.csv", rows)

    _, [piece], _ = read(path)

    assert piece.positions.baro_altitude_m.tolist() == [1100, 1300]
    assert piece.positions.row.tolist() == [1, 2]


def test_without_position_times_an_unmoving_flyer_is_a_repeat(tmp_path):
    names = "time,icao24,lat,lon,onground,lastcontact"
    rows = [
        f"{T0},600123,40,45,false,{T0}",
        f"{T0 + 1},600123,40,45,false,{T0 + 1}",
        f"{T0 + 2},600123,40,45.1,false,{T0 + 2}",
        f"{T0 + 3},600123,40,45.2,true,{T0 + 3}",
        f"{T0 + 4},600123,40,45.2,true,{T0 + 4}",
    ]
    path = vectors(tmp_path / "t.csv", rows, names)

    report, [piece], _ = read(path)

    assert piece.positions.row.tolist() == [0, 2, 3, 4]
    assert report.refused_rows == {refusals.POSITION_REPEATED: 1}


def test_the_other_spelling_of_opensky_is_in_feet_and_knots(tmp_path):
    names = (
        "timestamp,icao24,latitude,longitude,groundspeed,track,vertical_rate,"
        "callsign,onground,alert,spi,squawk,altitude,geoaltitude,last_position,"
        "lastcontact"
    )
    line = (
        f"2023-08-30 00:00:00+00:00,600123,40,45,100,90,600,AHY021,False,False,False,"
        f"1234,1000,1100,{T0 - 1},{T0 - 1}"
    )
    path = vectors(tmp_path / "t.csv", [line], names)

    report, [piece], _ = read(path)

    assert report.reader == "opensky"
    assert piece.positions.baro_altitude_m[0] == pytest.approx(304.8)
    assert piece.positions.ground_speed_ms[0] == pytest.approx(51.4444, rel=1e-5)
    assert piece.positions.vertical_rate_ms[0] == pytest.approx(3.048)
    assert math.isnan(piece.positions.geo_altitude_m[0])
    assert report.remarks == {refusals.GEO_ALTITUDE_UNIT_UNKNOWN: 1}


def test_the_live_spelling_of_opensky_is_in_metres(tmp_path):
    names = (
        "icao24,callsign,origin_country,time_position,last_contact,longitude,latitude,"
        "baro_altitude,on_ground,velocity,true_track,vertical_rate,geo_altitude"
    )
    line = f"600123,AHY021,Azerbaijan,{T0},{T0},45,40,1000,False,200,90,5,1100"
    path = vectors(tmp_path / "t.csv", [line], names)

    report, [piece], _ = read(path)

    assert report.reader == "opensky"
    assert piece.positions.baro_altitude_m[0] == 1000
    assert piece.positions.vertical_rate_ms[0] == 5
    assert piece.positions.time_ms[0] == T0 * 1000


@needs_shared
def test_kaliningrad_is_read_as_opensky_with_every_vector_accounted_for():
    path = SHARED / "data" / "kaliningrad-2022" / "positions.parquet"

    report, pieces, _ = read(path)

    assert report.reader == "opensky"
    assert len(pieces) == 49
    assert report.rows_read + report.refused_rows.total() == 528_432
    assert report.rows_read == sum(len(p.positions) for p in pieces)
    for piece in pieces:
        assert len(np.unique(piece.positions.time_ms)) == len(piece.positions)


@needs_shared
def test_the_labelled_flights_are_read_with_every_row():
    path = SHARED / "data" / "labelled" / "positions.csv.gz"

    report, pieces, _ = read(path)

    assert len(pieces) == 55
    assert report.rows_read == 34_947
    assert report.refused_rows == {}
    assert {p.aircraft.icao24 for p in pieces} == {None}


CELL = st.text(alphabet="0123456789.-+eE:TZ nag,\"'éinf/", max_size=12)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(CELL, min_size=6, max_size=6), min_size=1, max_size=5))
def test_no_cells_crash_the_reader_and_every_line_is_accounted_for(
    tmp_path_factory, cells
):
    lines = [",".join('"' + c.replace('"', "") + '"' for c in row) for row in cells]
    sound = f"{T0},600123,40,45,1000,0"
    path = csv(
        tmp_path_factory.mktemp("t"),
        "time,icao24,lat,lon,altitude_ft,on_ground",
        sound,
        *lines,
    )

    report, _, _ = read(path)

    assert report.rows_read + report.refused_rows.total() == len(lines) + 1
