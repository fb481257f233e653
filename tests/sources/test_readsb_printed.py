"""Rows exactly as readsb prints them: read many at once, with the same values."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.readsb import MIDNIGHT
from heavylift.model.positions import COLUMNS, Flag, SourceType
from heavylift.sources import readsb
from heavylift.sources.eight_bytes import PADDING
from heavylift.sources.readsb_columns import ROWS, TraceColumns
from heavylift.sources.readsb_printed import printed_rows
from heavylift.sources.refusals import Findings

HEADER = (
    '{"icao":"600123",\n"r":"4K-AZ01",\n"t":"B744",\n"dbFlags":0,\n'
    f'"desc":"BOEING 747-400",\n"timestamp": {MIDNIGHT:.3f},\n"trace":[ \n'
).encode()


FIELDS = {
    "time": "12.50",
    "lat": "40.467500",
    "lon": "-50.046700",
    "altitude": "36000",
    "speed": "450.1",
    "track": "90.0",
    "flags": "0",
    "rate": "-64",
    "details": "null",
    "source": "adsb_icao",
    "tail": "36400,-64,null,-0.3",
}


def line(**other):
    """One row, each field as it is printed."""
    assert other.keys() <= FIELDS.keys()
    *head, source, tail = (FIELDS | other).values()
    return f'[{",".join(head)},"{source}",{tail}]'


def printed(lines):
    """A trace of some rows."""
    return HEADER + ",\n".join(lines).encode() + b" ]\n }\n"


def many_at_once(content):
    """How many rows are read many at once before one is not as it must be."""
    columns = TraceColumns(1000)
    text = np.frombuffer(content + bytes(PADDING), np.uint8)
    start = np.uint64(content.index(b"[", content.index(b'"trace"') + 9))
    done, _ = printed_rows(text, start, MIDNIGHT, columns.columns, 0, columns.memory)
    return done


def both_readers_agree(content):
    """Whether the compiled parser takes a file; then all of it as the general one."""
    fast, general = TraceColumns(1000), TraceColumns(1)
    read = readsb.parse_fast(content, fast)
    findings = Findings()
    told = readsb.parse_general(content, general, findings)
    if read is None:
        return False
    assert (findings.refused_rows, findings.remarks) == ({}, {})
    assert read.header == told.header or read.rows == 0
    for column in COLUMNS:
        found = getattr(fast.positions(), column.name)
        np.testing.assert_array_equal(
            found.view(f"u{found.itemsize}"),
            getattr(general.positions(), column.name).view(f"u{found.itemsize}"),
            err_msg=column.name,
        )
    return True


def or_null(numbers):
    return st.one_of(st.just("null"), numbers)


def decimals(lowest, highest, places):
    return st.floats(lowest, highest).map(lambda v: f"{v:.{places}f}")


def whole(lowest, highest):
    return st.integers(lowest, highest).map(str)


PAIRS = st.one_of(
    st.sampled_from(
        [
            *('"type":"adsb_icao"', '"flight":"AZQ041  "', '"flight":""'),
            *('"squawk":"7700"', '"nav_modes":["autopilot","vnav","tcas"]'),
            *('"nav_modes":[]', '"gpsOkBefore":1693353600.0', '"gpsOkLat":40.123456'),
            *('"nac_p":10', '"nac_v":2', '"sil_type":"perhour"', '"emergency":"none"'),
            *('"category":"A3"', '"nav_altitude_mcp":36000', '"spi":null'),
        ]
    ),
    st.tuples(
        st.sampled_from(["nic", "rc", "sil", "gva", "track", "mach", "version"]),
        st.one_of(
            whole(-10, 2000), decimals(-200, 2000, 2), decimals(0, 1, 3), whole(0, 9)
        ),
    ).map(lambda pair: f'"{pair[0]}":{pair[1]}'),
)
OBJECTS = st.lists(PAIRS, min_size=1, max_size=30).map(lambda p: f"{{{','.join(p)}}}")
LINES = st.builds(
    line,
    time=decimals(0, 99_999, 2),
    lat=decimals(-90, 90, 6),
    lon=decimals(-180, 180, 6),
    altitude=st.one_of(st.sampled_from(["null", '"ground"']), whole(-1500, 60_000)),
    speed=or_null(decimals(0, 900, 1)),
    track=or_null(decimals(0, 359.9, 1)),
    flags=whole(0, 255),
    rate=or_null(whole(-9000, 9000)),
    details=or_null(OBJECTS),
    source=st.sampled_from([s.name.lower() for s in SourceType if 0 < s < 14]),
    tail=st.tuples(
        or_null(whole(-1500, 60_000)),
        or_null(whole(-9000, 9000)),
        or_null(whole(0, 600)),
        or_null(decimals(-90, 90, 1)),
    ).map(",".join),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(LINES, min_size=1, max_size=4), st.integers(1, 60))
def test_rows_as_printed_have_the_values_of_the_general_reader(lines, times):
    content = printed(lines * times)

    both_readers_agree(content)


@settings(deadline=None, max_examples=200)
@given(st.lists(LINES, min_size=3, max_size=9))
def test_all_sound_rows_but_the_last_are_read_many_at_once(lines):
    content = printed(lines)
    # Columns hold no numbers like these; the general reader says so.
    content = content.replace(b'"nic"', b'"tas"').replace(b'"sil"', b'"ias"')

    done = many_at_once(content)

    # Whole stretches of 64 bytes are looked at: so two more may be left at the end.
    assert len(lines) - 3 <= done <= len(lines) - 1


def test_an_odd_row_is_left_to_the_other_way_and_so_are_those_read_with_it():
    odd = line(lat="40.4675")
    lines = [line()] * (ROWS + 5) + [odd] + [line()] * (3 * ROWS)

    assert many_at_once(printed(lines)) == ROWS
    assert both_readers_agree(printed(lines))


TOKENS = st.sampled_from(
    [
        *(b'"', b",", b"[", b"]", b"{", b"}", b"null", b"0", b"9", b".", b"-", b"e5"),
        *(b"\\", b" ", b"\n", b"true", b"NaN", b'"ground"', b"00", b"-0", b":", b"\0"),
        *(b"],\n[", b'"nic":1.0,', b'"sil":7', b'"flight":"X"', b"\xc3\xa9", b'"mlat"'),
        *(b'",', b'":', b',"', b'{"rc":1}', b"1234567890", b"\x7f", b"\x1f", b"],"),
    ]
)


@settings(deadline=None, max_examples=1000)
@given(
    st.lists(LINES, min_size=1, max_size=5),
    st.lists(
        st.tuples(st.floats(0, 1), st.binary(max_size=2) | TOKENS, st.integers(0, 3)),
        min_size=1,
        max_size=2,
    ),
)
def test_rows_that_are_damaged_have_the_same_values_or_none(lines, hits):
    content = bytearray(printed([*lines, line()]))
    for where, new, gone in hits:
        at = int(where * len(content))
        content[at : at + gone] = new

    both_readers_agree(bytes(content))


@settings(deadline=None, max_examples=200)
@given(st.lists(LINES, min_size=1, max_size=3), st.floats(0, 1, exclude_max=True))
def test_rows_that_are_cut_anywhere_are_never_read_past_their_end(lines, share):
    content = printed(lines)
    cut = content[: int(share * len(content.rstrip()))]

    assert not both_readers_agree(cut)


@pytest.mark.parametrize(
    "field", ["time", "lat", "lon", "altitude", "speed", "track", "flags", "rate"]
)
@pytest.mark.parametrize(
    "number",
    [
        *("0", "-0", "0.0", "-0.0", "0.00", "0.000000", "-0.000000", "00.5", "007"),
        *(
            "-",
            "",
            ".",
            "-.",
            ".5",
            "5.",
            "1.",
            "+1",
            "1e3",
            "1.5.2",
            "--1",
            "1-",
            "- 1",
        ),
        *("12345678", "123456789", "12345.67", "123456.78", "1234567.8", "1234.567890"),
        *("01.123456", "1.1234567", "90.000000", "90.000001", "-180.000001", "null"),
        *('"ground"', '"x"', "1\x00", "\x00", "1/5", "1:5", "99999.99", "9999999.99"),
        *("255", "256", "-1", "nulls", "nul", "999.9", "9999.9", "99999.9", "true"),
    ],
)
def test_any_number_in_any_field_is_the_one_that_python_reads(field, number):
    content = printed([line(), line(**{field: number}), line(), line()])

    both_readers_agree(content)

    assert many_at_once(content) in (0, 1, 2, 3)


@pytest.mark.parametrize(
    "tail",
    [
        *("null,null,null,null", "1,2,3,4.5", "1,2,3", "1,2,3,4.5,6", "1,2,3,4"),
        *("01,2,3,4.5", "1,02,3,4.5", "1,2,-,4.5", "1,2,3,.5", "1,2,3,x", "1,2,3,4.5]"),
        *('"a",2,3,4.5', '1,["a","b"],3,4.5', "1,2,,4.5", "", "null,null,null,null "),
    ],
)
def test_fields_that_are_not_kept_must_be_right_too(tail):
    content = printed([line(), line(tail=tail), line(), line()])

    both_readers_agree(content)


@pytest.mark.parametrize(
    "details",
    [
        *(
            "{}",
            '{"nic":8}',
            '{"nic":8,"nic":9}',
            '{"nic":8,}',
            '{,"nic":8}',
            '{"nic"}',
        ),
        *('{"nic":}', '{"nic":8.0}', '{"nic":128}', '{"nic":-1}', '{"nic":08}', "{x}"),
        *('{"nic" :8}', '{"a,b":1}', '{"a:b":1}', '{"a":"x,y"}', '{"a":"x:y"}'),
        *('{"a":"x\\"y"}', '{"a":"}"}', '{"a":"x"y"}', '{"a":"}],\n["}', '{"a":{}}'),
        *('{"":1}', '{"a":""}', '{"a":"}', '{"a":["b"]}', '{"a":["b,c"]}', '{"a":[1]}'),
        *('{"a":["b","c"],"nic":3}', '{"a":["b","c","nic":3}', '{"a":[],"nic":3}'),
        *('{"a":["],"],"nic":3}', '{"squawk":"7777"}', '{"squawk":"7778"}'),
        *('{"squawk":"777"}', '{"squawk":7}', '{"flight":"A B C   "}', '{"flight":1}'),
        *('{"flight":"ABCDEFGHIJKL"}', '{"gpsOkBefore":1.5}', '{"gpsOkBefore":"x"}'),
        *('{"nacip":1,"nac_p":9}', '{"nic":null}', '{"a":null}', '{"a":true}'),
        '{"a":123456789.123,"b":1234567.1,"c":-0.5,"d":0.5,"e":-5}',
        "{" + ",".join(f'"k{k}":{k}' for k in range(100)) + "}",
        "{" + ",".join(f'"{c}":1' for c in "abcdefghijklmnopqrstuvw") + ',"sil":2}',
    ],
)
def test_any_details_object_has_the_values_that_python_reads(details):
    content = printed([line(), line(details=details), line(), line()])

    both_readers_agree(content)


def test_a_kept_value_in_any_place_of_a_details_object_is_found():
    pairs = ['"rc":186', '"version":2', '"nav_heading":90.00', '"sil_type":"perhour"']
    kept = '"gpsOkBefore":1.0,"nic":7,"squawk":"0123"'
    for length in range(12):
        some = [pairs[k % 4] for k in range(length)]
        for at in range(length + 1):
            details = f"{{{','.join([*some[:at], kept, *some[at:]])}}}"
            columns = TraceColumns(1)

            content = printed([line(details=details)] * 3)
            read = readsb.parse_fast(content, columns)

            assert read is not None
            assert many_at_once(content) == 2
            positions = columns.positions()
            assert positions.nic.tolist() == [7] * 3
            assert positions.squawk.tolist() == [0o123] * 3
            assert (positions.flags & int(Flag.GPS_LOST) > 0).all()


def test_no_index_leaves_the_text(tmp_path):
    # The same by the same code, compiled with every index checked.
    checked = {
        **os.environ,
        "NUMBA_BOUNDSCHECK": "1",
        "NUMBA_CACHE_DIR": str(tmp_path),
    }

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", __file__, "-k", "not no_index"],
        env=checked,
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )

    assert done.returncode == 0, done.stdout
