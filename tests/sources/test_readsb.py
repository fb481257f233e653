"""readsb traces, whole and broken."""

import gzip
import json
import math
import os
import subprocess
import sys
import zlib
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.readsb import MIDNIGHT, level_flight, row, trace_bytes
from builders.shared import SHARED, needs_shared
from heavylift.model.positions import (
    COLUMNS,
    NO_QUALITY,
    NO_SQUAWK,
    Flag,
    SourceType,
    Surface,
    unpack_callsign,
)
from heavylift.sources import readsb, refusals
from heavylift.sources.readsb_columns import TraceColumns
from heavylift.sources.refusals import Findings

SAMPLES = sorted((SHARED / "data" / "readsb-traces").rglob("trace_full_*.json"))


def parse_fast(content):
    """What the compiled parser makes of a file: header and positions, or nothing."""
    columns = TraceColumns(1)
    before = bytes(content)
    read = readsb.parse_fast(content, columns)
    assert content == before
    assert columns.filled == (read.rows if read else 0)
    return read and (read.header, columns.positions())


def parse_general(content, findings):
    columns = TraceColumns(1)
    read = readsb.parse_general(content, columns, findings)
    assert columns.filled == read.rows
    return read.header, columns.positions()


def read_trace(data, name, **told):
    """The trace as read, with its positions."""
    columns = TraceColumns(1)
    trace = readsb.read_trace(data, name, columns, **told)
    assert columns.filled == trace.rows
    return SimpleNamespace(
        address=trace.address,
        file=trace.file,
        findings=trace.findings,
        positions=columns.positions(),
    )


def content_of(path):
    data = path.read_bytes()
    return zlib.decompress(data, 31) if data[:2] == b"\x1f\x8b" else data


def oracle(content):
    """The columns of a sound trace by the standard library alone."""
    trace = json.loads(content)
    nan = math.nan
    columns = {c.name: [] for c in COLUMNS}
    for number, short in enumerate(trace["trace"]):
        r = short + [None] * (11 - len(short))
        details = r[8] or {}
        geometric = r[6] & 8
        feet = r[3] if isinstance(r[3], (int, float)) else None
        baro = nan if feet is None or geometric else feet * 0.3048
        geo = nan if r[10] is None else r[10] * 0.3048
        if geometric and r[10] is None and feet is not None:
            geo = feet * 0.3048
        values = {
            "time_ms": round((trace["timestamp"] + r[0]) * 1000),
            "lat_deg": r[1],
            "lon_deg": r[2],
            "baro_altitude_m": baro,
            "geo_altitude_m": geo,
            "surface": 1 if r[3] == "ground" else -1 if r[3] is None else 0,
            "ground_speed_ms": nan if r[4] is None else r[4] * (1852.0 / 3600.0),
            "track_deg": nan if r[5] is None else r[5],
            "vertical_rate_ms": nan if r[7] is None else r[7] * (0.3048 / 60.0),
            "source_type": SourceType[r[9].upper()] if r[9] else 0,
            "flags": r[6] | (16 if "gpsOkBefore" in details else 0),
            "callsign": int.from_bytes(
                details.get("flight", "").strip().encode(), "little"
            ),
            "squawk": int(details["squawk"], 8) if "squawk" in details else 65535,
            "nic": details.get("nic", -1),
            "nac_p": details.get("nac_p", -1),
            "sil": details.get("sil", -1),
            "file": -1,
            "row": number,
            "quarantine": 0,
        }
        for name, value in values.items():
            columns[name].append(value)
    return {c.name: np.array(columns[c.name]).astype(c.dtype) for c in COLUMNS}


def assert_same(positions, expected):
    for column in COLUMNS:
        found = getattr(positions, column.name)
        wanted = (
            expected[column.name]
            if isinstance(expected, dict)
            else getattr(expected, column.name)
        )
        assert found.dtype == column.dtype, column.name
        np.testing.assert_array_equal(found, wanted, err_msg=column.name)


@needs_shared
@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_every_sample_has_the_values_that_a_json_parser_gives(path):
    content = content_of(path)

    fast = parse_fast(content)
    header, general = parse_general(content, Findings())

    assert fast is not None
    assert fast[0] == header
    assert_same(fast[1], oracle(content))
    assert_same(general, oracle(content))


@needs_shared
def test_the_samples_are_all_there():
    assert len(SAMPLES) == 24


def test_a_trace_says_whose_it_is_and_what_it_flew():
    data = trace_bytes(
        "4K78AB".lower().replace("k", "0"),
        level_flight(3),
        r="4K-AZ101",
        t="IL76",
        ownOp="Silk Way Airlines",
        dbFlags=1,
    )

    trace = read_trace(data, "day/trace_full_4078ab.json")

    assert trace.address == "4078ab"
    assert trace.file.name == "day/trace_full_4078ab.json"
    assert trace.file.registration == "4K-AZ101"
    assert trace.file.aircraft_type == "IL76"
    assert trace.file.operator == "Silk Way Airlines"
    assert trace.file.db_flags == 1


def test_feet_and_knots_become_metres():
    details = {"type": "adsb_icao", "flight": "AZQ041  ", "squawk": "7700"}
    details |= {"nic": 8, "nac_p": 10, "sil": 3}
    first = [1.5, 40.1, 45.2, 10_000, 100.0, 271.5, 1, -600]
    rows = [[*first, details, "mlat", 10_500]]

    positions = read_trace(trace_bytes("600123", rows), "x").positions

    assert positions.time_ms.tolist() == [int(MIDNIGHT * 1000) + 1500]
    assert positions.baro_altitude_m[0] == np.float32(3048.0)
    assert positions.geo_altitude_m[0] == np.float32(3200.4)
    assert positions.ground_speed_ms[0] == pytest.approx(51.444, abs=1e-3)
    assert positions.vertical_rate_ms[0] == pytest.approx(-3.048)
    assert positions.source_type[0] == SourceType.MLAT
    assert unpack_callsign(positions.callsign[0]) == "AZQ041"
    assert positions.squawk[0] == 0o7700
    assert (positions.nic[0], positions.nac_p[0], positions.sil[0]) == (8, 10, 3)
    assert positions.surface[0] == Surface.AIRBORNE


def test_what_a_row_does_not_say_is_unknown():
    rows = [row(0, 40.0, 45.0, None, gs_kt=None, track=None, rate=None)]

    positions = read_trace(trace_bytes("600123", rows), "x").positions

    assert math.isnan(positions.baro_altitude_m[0])
    assert math.isnan(positions.geo_altitude_m[0])
    assert math.isnan(positions.ground_speed_ms[0])
    assert positions.surface[0] == Surface.UNKNOWN
    assert positions.squawk[0] == NO_SQUAWK
    assert positions.nic[0] == NO_QUALITY
    assert positions.callsign[0] == 0


def test_ground_is_a_surface_and_no_altitude():
    rows = [row(0, 29.94, 34.93, "ground", gs_kt=12.0)]

    positions = read_trace(trace_bytes("738011", rows), "x").positions

    assert positions.surface[0] == Surface.GROUND
    assert math.isnan(positions.baro_altitude_m[0])


def test_a_geometric_altitude_does_not_pass_for_a_barometric_one():
    rows = [
        row(0, 40.0, 45.0, 10_000, flags=Flag.ALTITUDE_GEOMETRIC),
        row(9, 40.0, 45.1, 10_000, flags=Flag.ALTITUDE_GEOMETRIC, geo_ft=10_025),
    ]

    positions = read_trace(trace_bytes("600123", rows), "x").positions

    assert np.isnan(positions.baro_altitude_m).all()
    assert positions.geo_altitude_m.tolist() == pytest.approx([3048.0, 3055.62])
    assert positions.surface.tolist() == [Surface.AIRBORNE] * 2


def test_a_lost_gps_is_flagged():
    rows = [row(0, 40.0, 45.0, details={"gpsOkBefore": 1693353000.0, "gpsOkLat": 1})]

    positions = read_trace(trace_bytes("600123", rows), "x").positions

    assert positions.flags.tolist() == [Flag.GPS_LOST]


def test_rows_from_before_2022_end_after_the_details():
    rows = [r[:9] for r in level_flight(3)]
    content = trace_bytes("600123", rows, gz=False)

    fast = parse_fast(content)

    assert fast is not None
    assert_same(fast[1], parse_general(content, Findings())[1])
    assert fast[1].source_type.tolist() == [SourceType.UNKNOWN] * 3


def test_rows_that_are_longer_than_known_are_read():
    rows = [[*r, None, 280, -0.5, "new", None] for r in level_flight(3)]
    content = trace_bytes("600123", rows, gz=False)

    fast = parse_fast(content)

    assert fast is not None
    assert len(fast[1]) == 3


def test_other_blanks_and_another_order_of_keys_are_read():
    rows = level_flight(4)
    pretty = json.dumps(
        {"trace": rows, "timestamp": MIDNIGHT, "icao": "600123", "r": "UR-EXK"},
        indent=3,
    ).encode()

    trace = read_trace(pretty, "x")

    assert parse_fast(pretty) is None
    assert trace.file.registration == "UR-EXK"
    assert_same(trace.positions, read_trace(trace_bytes("600123", rows), "x").positions)


@pytest.mark.parametrize(
    "bad, reason",
    [
        ([None, 40.0, 45.0], refusals.TIME_MISSING),
        ([5.0, None, 45.0], refusals.POSITION_MISSING),
        ([5.0, 40.0, None], refusals.POSITION_MISSING),
        ([5.0, math.nan, 45.0], refusals.NOT_A_NUMBER),
        ([math.inf, 40.0, 45.0], refusals.NOT_A_NUMBER),
        ([5.0, 91.0, 45.0], refusals.LATITUDE_OUT_OF_RANGE),
        ([5.0, 40.0, -180.5], refusals.LONGITUDE_OUT_OF_RANGE),
        ([5e9, 40.0, 45.0], refusals.TIME_OUT_OF_RANGE),
        ([5.0, "40.0", 45.0], refusals.ROW_MALFORMED),
        ([5.0, True, 45.0], refusals.ROW_MALFORMED),
        ([5.0, 40.0], refusals.ROW_MALFORMED),
        (None, refusals.ROW_MALFORMED),
    ],
)
def test_a_row_that_cannot_be_used_is_counted_and_the_others_live(bad, reason):
    rows = level_flight(4)
    rows[2] = bad if bad is None or len(bad) < 3 else bad + rows[2][3:]

    trace = read_trace(trace_bytes("600123", rows), "x")

    assert trace.findings.refused_rows == {reason: 1}
    assert trace.findings.places[reason] == "row 2"
    assert trace.positions.row.tolist() == [0, 1, 3]


def test_nan_beside_the_position_is_unknown_and_remarked():
    rows = [row(0, 40.0, 45.0, math.nan, gs_kt=math.inf, track=math.nan)]

    trace = read_trace(trace_bytes("600123", rows), "x")

    assert len(trace.positions) == 1
    assert trace.positions.surface[0] == Surface.UNKNOWN
    assert math.isnan(trace.positions.ground_speed_ms[0])
    assert trace.findings.remarks[refusals.CELL_NOT_UNDERSTOOD] == 3


@pytest.mark.parametrize("knots", [-3.0, 2500.0])
def test_an_impossible_speed_is_unknown_and_remarked(knots):
    trace = read_trace(trace_bytes("600123", [row(0, 40.0, 45.0, gs_kt=knots)]), "x")

    assert math.isnan(trace.positions.ground_speed_ms[0])
    assert trace.findings.remarks == {refusals.SPEED_IMPOSSIBLE: 1}


def test_a_truncated_gzip_gives_the_rows_before_the_cut():
    rows = [row(i, 40.0 + i * 0.0137, 45.0 - i * 0.0211) for i in range(2000)]
    data = trace_bytes("600123", rows)

    trace = read_trace(data[: len(data) // 2], "x")

    assert 500 < len(trace.positions) < 1500
    assert trace.findings.remarks == {refusals.GZIP_CUT: 1, refusals.JSON_CUT: 1}
    assert trace.positions.lat_deg[400] == 40.0 + 400 * 0.0137
    assert trace.findings.refused == ""


def test_half_a_json_gives_its_whole_rows():
    data = trace_bytes("600123", level_flight(10), gz=False)
    cut = data.index(b"[50.0") + 20

    trace = read_trace(data[:cut], "x")

    assert trace.positions.row.tolist() == [0, 1, 2, 3, 4]
    assert trace.findings.remarks == {refusals.JSON_CUT: 1}


def test_garbage_within_a_json_costs_only_the_row_it_lies_in():
    data = trace_bytes("600123", level_flight(10), gz=False)
    data = data.replace(b"[50.0,40.0", b"[5\0.0,4}.0")

    trace = read_trace(data, "x")

    assert trace.positions.row.tolist() == [0, 1, 2, 3, 4, 6, 7, 8, 9]
    assert trace.findings.refused_rows == {refusals.ROW_MALFORMED: 1}


def test_bytes_that_are_not_utf8_are_remarked():
    data = trace_bytes("600123", level_flight(3), gz=False, r="4K-AZ1", ownOp="AZAL")
    data = data.replace(b"AZAL", b"AZ\xc4L")

    trace = read_trace(data, "x")

    assert len(trace.positions) == 3
    assert trace.file.operator == "AZ�L"
    assert trace.findings.remarks == {refusals.NOT_UTF8: 1}


@pytest.mark.parametrize(
    "data, reason",
    [
        (b"", refusals.EMPTY_FILE),
        (b" \n", refusals.EMPTY_FILE),
        (gzip.compress(b"", mtime=0), refusals.EMPTY_FILE),
        (b"\x1f\x8b\x08\x00broken", refusals.GZIP_BROKEN),
        (b"{", refusals.JSON_BROKEN),
        (b"[1, 2]", refusals.JSON_BROKEN),
        (b'{"timestamp":1,"icao":"6","trace":' + b"[" * 100_000, refusals.JSON_BROKEN),
        (trace_bytes("600123", []), refusals.EMPTY_TRACE),
        (trace_bytes("6001", level_flight()), refusals.ADDRESS_MISSING),
        (trace_bytes("600123", level_flight(), timestamp=None), refusals.TIME_MISSING),
        (trace_bytes("600123", level_flight(), timestamp=0), refusals.TIME_MISSING),
        (trace_bytes("600123", [[0, 99, 0]]), refusals.NO_USABLE_ROW),
    ],
)
def test_a_file_that_cannot_be_used_has_a_reason(data, reason):
    trace = read_trace(data, "x")

    assert trace.findings.refused == reason
    assert len(trace.positions) == 0


def test_time_running_backwards_is_remarked_and_kept():
    rows = [row(s, 40.0, 45.0) for s in (0, 20, 10, 30)]

    trace = read_trace(trace_bytes("600123", rows), "x")

    assert len(trace.positions) == 4
    assert trace.findings.remarks == {refusals.TIME_BACKWARDS: 1}
    assert trace.findings.places[refusals.TIME_BACKWARDS] == "row 2"


@pytest.mark.parametrize(
    "name, differs",
    [
        ("2023/08/30/traces/23/trace_full_600123.json", False),
        ("a/08/30/traces/23/trace_full_600123.json", False),
        ("2023/08/20/traces/23/trace_full_600123.json", True),
        ("a/08/20/traces/23/trace_full_600123.json", True),
        ("v2023.08.30-planes-readsb-prod-0.tar/traces/23/t.json", False),
        ("v2023.08.31-planes-readsb-prod-0.tar/traces/23/t.json", True),
        ("traces/23/trace_full_600123.json", False),
    ],
)
def test_a_folder_with_another_date_than_its_data_is_remarked(name, differs):
    trace = read_trace(trace_bytes("600123", level_flight()), name)

    assert trace.findings.remarks.get(refusals.FOLDER_DATE_DIFFERS, 0) == int(differs)
    assert len(trace.positions) == 5


def test_a_gzip_of_two_members_is_read_whole():
    data = trace_bytes("600123", level_flight(9), gz=False)
    both = gzip.compress(data[:300], mtime=0) + gzip.compress(data[300:], mtime=0)

    trace = read_trace(both, "x")

    assert len(trace.positions) == 9
    assert trace.findings.remarks == {}


@pytest.mark.parametrize("tail", [b"\0" * 512, b"garbage", b"\xff\xff\xff\xff"])
def test_bytes_behind_a_gzip_are_no_harm(tail):
    trace = read_trace(trace_bytes("600123", level_flight(9)) + tail, "x")

    assert len(trace.positions) == 9


NUMBERS = st.one_of(
    st.integers(-(10**6), 10**6),
    st.floats(-200, 200).map(lambda v: round(v, 6)),
    st.floats(allow_nan=True),
    st.integers(-(10**30), 10**30),
)
CELLS = st.one_of(
    st.none(), NUMBERS, st.sampled_from(["ground", "mlat", "adsb_icao", "x", ""])
)
DETAILS = st.one_of(
    st.none(),
    st.dictionaries(
        st.sampled_from(
            ["flight", "squawk", "nic", "nac_p", "sil", "gpsOkBefore", "nav_modes"]
        )
        | st.text(max_size=12),
        st.one_of(
            st.none(),
            st.text(max_size=10),
            st.sampled_from(["AZQ041  ", "7700", "0123"]),
            st.integers(-1, 200),
            st.lists(st.sampled_from(["vnav", "autopilot"])),
            st.floats(-1e6, 1e6),
        ),
        max_size=5,
    ),
)
SOUND_ROWS = st.tuples(
    st.floats(0, 86400).map(lambda v: round(v, 2)),
    st.floats(-90, 90).map(lambda v: round(v, 6)),
    st.floats(-180, 180).map(lambda v: round(v, 6)),
    st.one_of(st.none(), st.just("ground"), st.integers(-1000, 50000)),
    st.one_of(st.none(), st.floats(0, 600).map(lambda v: round(v, 1))),
    st.one_of(st.none(), st.floats(0, 359.9).map(lambda v: round(v, 1))),
    st.integers(0, 15),
    st.one_of(st.none(), st.integers(-6000, 6000)),
    DETAILS,
    st.sampled_from([s.name.lower() for s in SourceType if 0 < s < 14]),
    st.one_of(st.none(), st.integers(-1000, 50000)),
).map(list)
TOKENS = st.sampled_from(
    (
        *(b'"', b",", b"[", b"]", b"{", b"}", b"null", b"0", b"9", b".", b"-", b"e5"),
        *(b"\\", b" ", b"\n", b"true", b"NaN", b'"ground"', b"00", b"-0", b":", b"\0"),
        *(b'"nic":1.0', b'"flight":"X"', b"9999999999999999", b"\xc3\xa9", b'"mlat"'),
    )
)
WILD_ROWS = st.lists(st.one_of(CELLS, DETAILS), max_size=14)


def compact(rows):
    return trace_bytes("600123", rows, gz=False)


def assert_both_readers_agree(content):
    fast = parse_fast(content)
    findings = Findings()
    header, general = parse_general(content, findings)
    if fast is None:
        return False
    if findings.refused == refusals.EMPTY_TRACE:
        assert len(fast[1]) == 0
        return True
    assert (findings.refused, findings.refused_rows, findings.remarks) == ("", {}, {})
    assert fast[0] == header
    assert_same(fast[1], general)
    return True


@settings(deadline=None, max_examples=300)
@given(st.lists(SOUND_ROWS, max_size=5))
def test_both_readers_give_the_same_for_sound_rows(rows):
    content = compact(rows)

    assert_both_readers_agree(content)

    if rows:
        _, general = parse_general(content, Findings())
        wanted = json.loads(content)["trace"]
        assert general.lat_deg.tolist() == [float(r[1]) for r in wanted]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(SOUND_ROWS, WILD_ROWS), max_size=5))
def test_both_readers_give_the_same_for_wild_rows(rows):
    assert_both_readers_agree(compact(rows))


@settings(deadline=None, max_examples=500)
@given(
    st.lists(SOUND_ROWS, min_size=1, max_size=3),
    st.lists(
        st.tuples(
            st.floats(0, 1), st.binary(max_size=3) | TOKENS, st.sampled_from((0, 1, 4))
        ),
        min_size=1,
        max_size=3,
    ),
)
def test_both_readers_give_the_same_for_damaged_bytes_and_neither_crashes(rows, hits):
    content = bytearray(compact(rows))
    for where, new, gone in hits:
        at = int(where * len(content))
        content[at : at + gone] = new

    assert_both_readers_agree(bytes(content))
    trace = read_trace(bytes(content), "x")

    assert trace.findings.refused or len(trace.positions) > 0


@settings(deadline=None, max_examples=200)
@given(st.lists(SOUND_ROWS, min_size=1, max_size=3), st.floats(0, 1, exclude_max=True))
def test_input_that_is_cut_anywhere_is_never_read_past_its_end(rows, share):
    content = compact(rows)
    cut = content[: int(share * len(content.rstrip()))]

    assert parse_fast(cut) is None
    trace = read_trace(cut, "x")

    assert len(trace.positions) <= len(rows)


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reader(data):
    trace = read_trace(data, "x")

    assert trace.findings.refused


def test_a_zero_byte_does_not_make_one_word_of_two():
    content = compact(level_flight(2)).replace(b'o",null]', b'o\0",null]')

    trace = read_trace(content, "x")

    assert parse_fast(content) is None
    assert trace.positions.source_type.tolist() == [SourceType.UNKNOWN] * 2


@pytest.mark.parametrize("between", [b"][", b"] [", b"],,[", b"];["])
def test_rows_that_no_comma_parts_are_left_to_the_general_parser(between):
    content = compact(level_flight(4)).replace(b"],\n[", between, 2)

    assert parse_fast(content) is None


def test_sound_rows_take_the_fast_way():
    details = {"type": "adsb_icao", "flight": "AZQ041  ", "nav_modes": ["vnav", "tcas"]}
    rows = [row(0, -0.5, 10, details=details), row(1.25, 40.0, 45.0, "ground")]

    assert assert_both_readers_agree(compact(rows))


def test_a_trace_goes_behind_those_that_were_read_before():
    columns = TraceColumns(1)
    ground = trace_bytes("600123", [row(0, 40.0, 45.0, "ground")])
    flight = trace_bytes("600124", level_flight(3000))

    traces = [readsb.read_trace(data, "x", columns) for data in (ground, flight)]

    assert [trace.rows for trace in traces] == [1, 3000]
    positions = columns.positions()
    assert positions.surface.tolist() == [Surface.GROUND] + [Surface.AIRBORNE] * 3000
    assert positions.row.tolist() == [0, *range(3000)]
    assert_same(columns.positions(1), read_trace(flight, "x").positions)


def test_a_trace_of_another_aircraft_than_expected_leaves_no_rows_behind():
    columns = TraceColumns(1)

    trace = readsb.read_trace(
        trace_bytes("600123", level_flight(3)), "x", columns, address="600124"
    )

    assert trace.findings.refused == refusals.ADDRESS_MISSING
    assert (trace.rows, columns.filled) == (0, 0)


@pytest.mark.parametrize(
    "number",
    [
        *("0", "-0", "7", "-7.5", "0.000001", "12345678", "1234567.1234567"),
        *("123456789012345", "1.12345678", "12345678.5", "-99999.25", "10.0"),
    ],
)
def test_a_number_of_any_length_is_the_one_that_python_reads(number):
    rows = [row(0, 40.0, 45.0, details={"rc": 1})]
    content = compact(rows).replace(b'"rc":1', b'"rc":' + number.encode())
    content = content.replace(b"[0", b"[" + number.encode().lstrip(b"-")[:7], 1)

    fast = parse_fast(content)

    assert fast is not None
    assert_same(fast[1], parse_general(content, Findings())[1])


@pytest.mark.parametrize("number", ["00", "01.5", "-", ".5", "1.", "1e3", "+1", "- 1"])
def test_what_is_no_plain_number_is_left_to_the_general_parser(number):
    content = compact([row(0, 40.0, 45.0, details={"rc": 1})])
    content = content.replace(b'"rc":1', b'"rc":' + number.encode())

    assert parse_fast(content) is None


@pytest.mark.parametrize(
    "written, packed",
    [
        *(("AZQ041  ", "AZQ041"), ("AZQ041", "AZQ041"), ("", ""), ("        ", "")),
        *((" AB CD ", "ABCD"), ("ABCDEFGH", "ABCDEFGH"), ("A" * 12, "A" * 8)),
        *(("ABCDEFGH  ", "ABCDEFGH"), ("  ABCDEFGH", "ABCDEFGH")),
    ],
)
def test_blanks_are_no_part_of_a_callsign(written, packed):
    content = compact([row(0, 40.0, 45.0, details={"flight": written})])

    fast = parse_fast(content)

    assert fast is not None
    assert unpack_callsign(fast[1].callsign[0]) == packed


def test_no_index_leaves_the_text_or_the_columns(tmp_path):
    # The same fuzzing by the same code, compiled with every index checked.
    checked = {
        **os.environ,
        "NUMBA_BOUNDSCHECK": "1",
        "NUMBA_CACHE_DIR": str(tmp_path),
    }
    chosen = "damaged or cut_anywhere or wild or sound or goes_behind"

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", __file__, "-k", chosen],
        env=checked,
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )

    assert done.returncode == 0, done.stdout
