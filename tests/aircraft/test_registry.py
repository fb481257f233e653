"""The registry: imports side by side, never half, never merged."""

import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builders.databases import dereg, lines, master, opensky, tar1090
from heavylift.aircraft.databases.faa import read_faa
from heavylift.aircraft.databases.opensky import read_opensky
from heavylift.aircraft.databases.own import read_own
from heavylift.aircraft.databases.tar1090 import read_tar1090
from heavylift.aircraft.entries import entries_table
from heavylift.aircraft.registry import (
    EMPTY,
    FORMAT,
    GIVEN,
    Import,
    add_import,
    by_reason,
    check_registry,
    described,
    keys_of,
    open_registry,
    remove_import,
)
from heavylift.errors import RegistryError
from heavylift.reference.registrations import normal_registration

DAY = date(2026, 11, 1)
AFTER = DAY + timedelta(days=1)

ROWS = (
    "600828;4K-AZ40;IL76;00;",
    "600881;4K-AZ60;IL76;00;",
    "60ffff;;;00;",
)

ROOT = Path(__file__).resolve().parents[2]


def reading(*rows):
    return read_tar1090(tar1090(*(rows or ROWS)), "aircraft.csv")


def own(*rows):
    return read_own(lines(*rows), "fleet.csv", "fleet")


def add(folder, read=None, *, sha256="0" * 64, as_of=DAY, file="aircraft.csv"):
    return add_import(
        folder,
        read or reading(),
        file=file,
        sha256=sha256,
        as_of=as_of,
        dated_by="given",
    )


def spans(folder):
    rows = open_registry(folder).entries().to_pylist()
    return [(r["from"], r["to"]) for r in rows]


# Imports


def test_an_import_tells_where_it_came_from_and_what_was_refused(tmp_path):
    one, is_new = add(tmp_path)

    assert is_new
    assert (one.source, one.file, one.as_of) == ("tar1090-db", "aircraft.csv", DAY)
    assert (one.rows, one.entries) == (3, 2)
    assert one.refused == {"an address and nothing about it": 1}
    assert described(one) == "tar1090-db as of 2026-11-01"
    assert open_registry(tmp_path).imports == (one,)


def test_the_same_file_of_the_same_day_is_no_new_import_and_of_another_day_is(
    tmp_path,
):
    first, _ = add(tmp_path)

    again, is_new = add(tmp_path, file="elsewhere/copy.csv")
    other, other_is_new = add(tmp_path, as_of=AFTER)

    assert (again, is_new) == (first, False)
    assert other_is_new
    assert open_registry(tmp_path).imports == (first, other)
    assert len(open_registry(tmp_path).entries()) == 4


def test_one_file_under_two_names_of_ones_own_is_two_imports(tmp_path):
    data = lines("icao24,registration", "600828,4K-AZ40")
    for name in ("one", "other"):
        add(tmp_path, read_own(data, "f.csv", name))

    assert [i.source for i in open_registry(tmp_path).imports] == ["one", "other"]


def test_imports_are_given_in_the_order_of_source_and_day(tmp_path):
    for day in (AFTER, DAY):
        add(tmp_path, as_of=day)
    add(tmp_path, own("icao24,registration", "600828,4K-AZ40"), as_of=AFTER)

    told = [(i.source, i.as_of) for i in open_registry(tmp_path).imports]

    assert told == [("fleet", AFTER), ("tar1090-db", DAY), ("tar1090-db", AFTER)]


def test_nothing_usable_is_refused_with_its_reasons_and_leaves_nothing(tmp_path):
    folder = tmp_path / "registry"

    with pytest.raises(RegistryError, match="nothing about it: 1"):
        add(folder, reading("60ffff;;;00;"))
    with pytest.raises(RegistryError, match="it is empty"):
        add(folder, read_tar1090(tar1090(), "aircraft.csv"))

    assert not folder.exists()


def test_an_import_is_removed_with_both_of_its_files(tmp_path):
    one, _ = add(tmp_path)
    other, _ = add(tmp_path, as_of=AFTER)

    removed = remove_import(tmp_path, one.name)

    assert removed == one
    assert open_registry(tmp_path).imports == (other,)
    assert {p.stem for p in (tmp_path / "imports").iterdir()} == {other.name}


@pytest.mark.parametrize("name", ["2026", "", "../imports/x", "*"])
def test_only_an_import_that_is_there_can_be_removed(tmp_path, name):
    add(tmp_path)

    with pytest.raises(RegistryError, match="no import") as refused:
        remove_import(tmp_path, name)

    assert "registry status" in refused.value.help
    assert len(open_registry(tmp_path).imports) == 1


# Days


def test_a_picture_says_what_it_says_of_its_day_alone(tmp_path):
    add(tmp_path)

    assert spans(tmp_path) == [(DAY, AFTER)] * 2


def test_a_picture_reaches_back_to_the_day_of_registration_and_never_beyond_its_own(
    tmp_path,
):
    rows = [
        {"icao24": "600828", "registration": "a", "registered": "2011-04-05"},
        {"icao24": "600829", "registration": "b", "registered": "2026-11-01"},
        {"icao24": "600830", "registration": "c", "registered": "2027-01-01"},
        {"icao24": "600831", "registration": "d"},
    ]

    add(tmp_path, read_opensky(opensky(*rows), "o.csv"))

    assert spans(tmp_path) == [
        (date(2011, 4, 5), AFTER),
        (DAY, AFTER),
        (DAY, AFTER),
        (DAY, AFTER),
    ]


def test_spans_of_the_faa_end_when_they_were_cancelled_or_on_the_day_of_the_picture(
    tmp_path,
):
    tables = {
        "MASTER.TXT": master(
            {
                "N-NUMBER": "1",
                "CERT ISSUE DATE": "20110405",
                "MODE S CODE HEX": "A00001",
            }
        ),
        "DEREG.TXT": dereg(
            *(
                {
                    "N-NUMBER": "2",
                    "CERT-ISSUE-DATE": first,
                    "CANCEL-DATE": last,
                    "MODE-S-CODE-HEX": f"A0000{k}",
                }
                for k, (first, last) in enumerate(CANCELLED, start=2)
            )
        ),
    }

    add(tmp_path, read_faa(tables, "faa.zip"))

    assert spans(tmp_path) == [
        (date(2011, 4, 5), AFTER),
        (date(1999, 1, 2), date(2008, 3, 4)),
        (date(2008, 3, 3), date(2008, 3, 4)),
        (date(2026, 10, 1), AFTER),
        (DAY, AFTER),
    ]


#: Days of certificate and of cancelling; the last two lie after the picture.
CANCELLED = [
    ("19990102", "20080304"),
    ("", "20080304"),
    ("20261001", "20261201"),
    ("20261115", "20261201"),
]


def test_spans_of_a_table_of_ones_own_stay_as_they_are(tmp_path):
    add(
        tmp_path,
        own(
            "icao24,registration,from,to",
            "600828,a,2023-01-01,2027-06-01",
            "600829,b,,",
            "600830,c,2026-12-01,",
        ),
    )

    assert spans(tmp_path) == [
        (date(2023, 1, 1), date(2027, 6, 1)),
        (None, None),
        (date(2026, 12, 1), None),
    ]


# Entries


def test_entries_are_given_by_address_by_registration_or_all(tmp_path):
    add(tmp_path)
    add(
        tmp_path,
        own("icao24,registration", "600828,4K AZ60", "4b1234,HB-JNA"),
        sha256="1" * 64,
    )
    opened = open_registry(tmp_path)

    def told(*asked):
        rows = opened.entries(*asked)
        assert rows.schema == GIVEN
        return [(r["source"], f"{r['address']:06x}") for r in rows.to_pylist()]

    everything = [
        ("fleet", "4b1234"),
        ("fleet", "600828"),
        ("tar1090-db", "600828"),
        ("tar1090-db", "600881"),
    ]
    assert told() == told(None) == everything
    assert told({0x600828}) == [("fleet", "600828"), ("tar1090-db", "600828")]
    assert told(set(), {"4KAZ60"}) == [("fleet", "600828"), ("tar1090-db", "600881")]
    assert told({0x4B1234}, {"4KAZ40"}) == [
        ("fleet", "4b1234"),
        ("tar1090-db", "600828"),
    ]
    assert told(set()) == told({1}, {"NONE"}) == []


def test_entries_tell_their_import(tmp_path):
    for day in (DAY, AFTER):
        add(tmp_path, as_of=day)
    opened = open_registry(tmp_path)

    rows = opened.entries({0x600828}).to_pylist()

    assert [opened.imports[r["of"]].as_of for r in rows] == [DAY, AFTER]


def test_a_registry_that_is_not_there_is_empty(tmp_path):
    opened = open_registry(tmp_path / "nowhere")

    assert opened.imports == ()
    assert opened.entries() == EMPTY.entries({1}, {"A"}) == GIVEN.empty_table()


TEXTS = st.text() | st.text("aZß\u0131ﬁé09-–. _/\t\x0b\x1c\x85\u00a0\u2003\u00ad")


@given(st.lists(st.none() | TEXTS))
@example(["4k-az60 ", "\x0b\x1c\x1f", "é-1", "", "a\x85b", "\u00ad", "-._/"])
def test_keys_are_what_registrations_are_compared_by(texts):
    keys = keys_of(pa.chunked_array([pa.array(texts, pa.string())]))

    assert keys.to_pylist() == [normal_registration(t) or None for t in texts]


@given(st.lists(TEXTS))
@example(["straße", "ǰ"])
def test_a_registration_is_found_by_what_its_source_wrote(texts):
    columns = {"address": [0] * len(texts), "registration": texts}
    entries = entries_table(columns, len(texts))

    keys = keys_of(entries["registration"])

    assert keys.to_pylist() == [normal_registration(t) or None for t in texts]


# What goes wrong


#: Imports until it is killed: with ``parquet`` before the entries have their name, with
#: ``json`` between both files, with ``renamed`` before the record has its name.
KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from heavylift.aircraft import registry
from heavylift.aircraft.databases import read_database

folder, file, when = sys.argv[1:]

def kill(event, arguments):
    if event == "os.rename" and str(arguments[1]).endswith(when):
        os.kill(os.getpid(), signal.SIGKILL)
    if event == "open" and when == "between" and str(arguments[0]).endswith(".json"):
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(kill)
registry.add_import(Path(folder), read_database(Path(file)), file=file,
                    sha256="0" * 64, as_of=date(2026, 11, 1), dated_by="given")
"""


@pytest.mark.parametrize(
    ("when", "left"), [(".parquet", 1), ("between", 1), (".json", 2), ("never", 2)]
)
def test_a_killed_import_leaves_nothing_half_and_the_next_one_works(
    tmp_path, when, left
):
    folder, file = tmp_path / "registry", tmp_path / "aircraft.csv"
    file.write_bytes(tar1090(*ROWS))

    done = subprocess.run(
        [sys.executable, "-c", KILLED, folder, file, when],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        check=False,
        timeout=120,
    )

    killed = when != "never"
    assert done.returncode == (-signal.SIGKILL if killed else 0)
    assert len(list((folder / "imports").iterdir())) >= left
    assert len(open_registry(folder).imports) == (0 if killed else 1)
    assert add(folder)[1] is killed
    assert len(open_registry(folder).entries()) == 2


def test_two_imports_at_once_both_arrive(tmp_path):
    folder = tmp_path / "registry"
    commands = []
    for k in range(4):
        file = tmp_path / f"{k // 2}.csv"  # two of them are of the same file
        file.write_bytes(tar1090(f"60000{k // 2};R{k // 2};IL76;00;"))
        commands.append(
            [
                *(sys.executable, "-m", "heavylift", "registry", "import", str(file)),
                *("--registry", str(folder), "--as-of", "2026-11-01"),
            ]
        )

    running = [
        subprocess.Popen(c, env=os.environ | {"PYTHONPATH": str(ROOT / "src")})
        for c in commands
    ]
    codes = [process.wait(timeout=120) for process in running]

    assert codes == [0] * 4
    assert len(open_registry(folder).imports) == 2
    assert len(open_registry(folder).entries()) == 2
    assert len(list((folder / "imports").iterdir())) == 4


def test_what_is_being_written_is_not_read(tmp_path):
    one, _ = add(tmp_path)
    (tmp_path / "imports" / "_tmp123.json").write_bytes(b"")

    assert open_registry(tmp_path).imports == (one,)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_told_with_the_option(tmp_path):
    (tmp_path / "imports").mkdir()
    (tmp_path / "imports").chmod(0o500)

    for attempt in (check_registry, add):
        with pytest.raises(RegistryError, match="cannot be written") as refused:
            attempt(tmp_path)

        assert "--registry" in refused.value.help


def test_a_file_in_the_place_of_the_folder_is_told_with_the_option(tmp_path):
    place = tmp_path / "registry"
    place.write_text("a file\n")

    for attempt in (check_registry, add):
        with pytest.raises(RegistryError, match="cannot be written") as refused:
            attempt(place)

        assert "--registry" in refused.value.help


def _record(folder):
    [path] = (folder / "imports").glob("*.json")
    return path


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b'{"format": 1}', b"\xff"]
)
def test_a_broken_record_is_told_with_what_to_do(tmp_path, content):
    add(tmp_path)
    path = _record(tmp_path)
    path.write_bytes(content)

    with pytest.raises(RegistryError, match="not a record") as refused:
        open_registry(tmp_path)

    assert str(path) in refused.value.message
    assert "remove that file" in refused.value.help


def test_a_record_under_another_name_is_told(tmp_path):
    add(tmp_path)
    path = _record(tmp_path)
    path.with_name("copy.json").write_bytes(path.read_bytes())

    with pytest.raises(RegistryError, match=r"copy\.json: not a record"):
        open_registry(tmp_path)


def test_a_record_of_a_newer_version_is_refused_whatever_else_it_has(tmp_path):
    add(tmp_path)
    newer = {"format": FORMAT + 1, "name": ["something", "else"]}
    _record(tmp_path).write_bytes(msgspec.json.encode(newer))

    with pytest.raises(RegistryError, match="another version") as refused:
        open_registry(tmp_path)

    assert "newer version" in refused.value.help


@pytest.mark.parametrize("content", [None, b"", b"PAR1", b"hello" * 100])
def test_entries_that_are_gone_or_broken_are_told_with_what_to_do(tmp_path, content):
    one, _ = add(tmp_path)
    path = tmp_path / "imports" / f"{one.name}.parquet"
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)

    with pytest.raises(RegistryError, match="cannot be read") as refused:
        open_registry(tmp_path).entries()

    assert str(path) in refused.value.message
    assert "import aircraft.csv again" in refused.value.help


def test_a_table_of_other_columns_in_the_place_of_entries_is_told(tmp_path):
    one, _ = add(tmp_path)
    path = tmp_path / "imports" / f"{one.name}.parquet"
    pq.write_table(pa.table({"address": ["600828"]}), path)

    with pytest.raises(RegistryError, match="cannot be read"):
        open_registry(tmp_path).entries()


def test_entries_that_were_put_right_are_read_again(tmp_path):
    one, _ = add(tmp_path)
    path = tmp_path / "imports" / f"{one.name}.parquet"
    whole = path.read_bytes()
    assert len(open_registry(tmp_path).entries()) == 2
    remove_import(tmp_path, one.name)

    add(tmp_path)

    assert path.read_bytes() == whole
    assert len(open_registry(tmp_path).entries()) == 2


def test_a_record_says_what_it_says_in_plain_json(tmp_path):
    one, _ = add(tmp_path)

    data = _record(tmp_path).read_bytes()

    assert msgspec.json.decode(data, type=Import) == one
    assert data.endswith(b"}\n")


def test_counts_are_told_in_one_line():
    assert by_reason({"b": 1_200, "a": 1}) == "a: 1; b: 1,200"
