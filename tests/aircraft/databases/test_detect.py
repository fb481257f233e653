"""A file is what its content says; what is none of ours is refused with help."""

import pytest

from builders import readsb
from builders.databases import (
    acftref,
    dereg,
    gz,
    lines,
    master,
    opensky,
    said,
    tar1090,
    virtual_radar,
    write,
    zipped,
)
from heavylift.aircraft.databases import read_database
from heavylift.errors import MissingInput, RegistryError

ROW = "600828;4K-AZ40;IL76;00;ILYUSHIN Il-76/82"

FAA_ROW = {"N-NUMBER": "1", "MODE S CODE HEX": "A00001"}
GONE_ROW = {"N-NUMBER": "2", "MODE-S-CODE-HEX": "A00002", "CANCEL-DATE": "20080304"}

KNOWN = {
    "tar1090-db": tar1090(ROW),
    "OpenSky": opensky({"icao24": "600828", "registration": "4K-AZ40"}),
    "FAA": master(FAA_ROW),
    "Virtual Radar standing data": virtual_radar(
        {"ICAO": "600828", "Registration": "4K-AZ40"}
    ),
    "misleading": lines("icao24,registration", "600828,4K-AZ40"),
}


@pytest.mark.parametrize("name", ["misleading.csv", "misleading.zip", "misleading"])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("source", KNOWN)
def test_a_database_is_told_by_its_content_packed_or_not(
    tmp_path, source, packed, name
):
    data = KNOWN[source]
    path = write(tmp_path / name, gz(data) if packed else data)

    found = read_database(path)

    assert (found.source, len(found.entries)) == (source, 1)


def test_a_table_of_ones_own_is_called_as_the_user_says(tmp_path):
    path = write(tmp_path / "fleet.of.2023.csv", KNOWN["misleading"])

    assert read_database(path).source == "fleet"
    assert read_database(path, "NGO list").source == "NGO list"


def test_a_database_of_others_keeps_its_name(tmp_path):
    path = write(tmp_path / "a.csv", KNOWN["OpenSky"])

    assert read_database(path, "mine").source == "OpenSky"


def test_the_zip_of_the_faa_is_read_with_all_of_its_tables(tmp_path):
    tables = {
        "MASTER": master(FAA_ROW | {"MFR MDL CODE": "1"}),
        "DEREG": dereg(GONE_ROW),
        "ACFTREF": acftref(**{"1": ("BOEING", "747")}),
        "ardata": b"%PDF",
    }
    path = write(tmp_path / "ReleasableAircraft.zip", zipped(**tables))

    found = read_database(path)

    assert said(found, "registration", "model") == [("N1", "BOEING 747"), ("N2", None)]


def test_a_folder_with_tables_of_the_faa_is_read(tmp_path):
    write(tmp_path / "MASTER.txt", master(FAA_ROW))
    write(tmp_path / "DEREG.txt", dereg(GONE_ROW))

    assert said(read_database(tmp_path), "registration") == ["N1", "N2"]


def test_the_folder_of_virtual_radars_many_files_is_read_as_one(tmp_path):
    for address in ("600828", "4b1234"):
        row = {"ICAO": address, "Registration": f"X{address}"}
        write(tmp_path / address[:2] / f"{address[:3]}.csv", virtual_radar(row))
    write(tmp_path / "README.csv", b"nothing\n")

    found = read_database(tmp_path)

    assert sorted(said(found, "address")) == [0x4B1234, 0x600828]
    assert (found.rows, found.source) == (2, "Virtual Radar standing data")


def test_a_gzip_that_breaks_off_is_refused(tmp_path):
    many = tar1090(*(f"{k:06x};R{k * 7919 % 9973};IL76;00;" for k in range(5_000)))
    path = write(tmp_path / "aircraft.csv", gz(many)[:-100])

    with pytest.raises(RegistryError, match="the gzip breaks off") as refused:
        read_database(path)

    assert "nothing of it was imported" in refused.value.help


@pytest.mark.parametrize("damage", ["cut", "bytes"])
def test_a_broken_zip_is_refused(tmp_path, damage):
    rows = [FAA_ROW | {"NAME": str(k * 7919 % 9973)} for k in range(2_000)]
    data = bytearray(zipped(MASTER=master(*rows)))
    if damage == "cut":
        data = data[: len(data) // 2]
    else:
        data[200:400] = bytes(200)
    path = write(tmp_path / "a.zip", bytes(data))

    with pytest.raises(RegistryError, match="the zip is broken"):
        read_database(path)


FOREIGN = {
    "empty": b"",
    "blank lines": b"\n\r\n\n",
    "zip without FAA's tables": zipped(other=b"hello"),
    "zip with names of models alone": zipped(ACFTREF=acftref()),
    "text": b"Hello, who flew there?\n",
    "html": b"<!DOCTYPE html>\n<title>404</title>",
    "json": b'{"icao": "600828", "trace": []}',
    "binary": bytes(range(256)) * 40,
    "a day's archive": None,
    "positions": b"time,icao24,lat,lon\n1,600828,40,45\n",
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_what_is_no_database_is_refused_with_the_words_of_the_help(tmp_path, kind):
    path = tmp_path / "file"
    if FOREIGN[kind] is None:
        trace = readsb.trace_bytes("600828", readsb.level_flight(), r="4K-AZ40")
        readsb.write_tar(path, {readsb.member_name("600828"): trace})
    else:
        write(path, FOREIGN[kind])

    with pytest.raises(RegistryError, match="not a database of aircraft") as refused:
        read_database(path)

    for known in ("tar1090-db", "OpenSky", "FAA", "Virtual Radar", "your own"):
        assert known in refused.value.help


@pytest.mark.parametrize("files", [{}, {"ACFTREF.txt": acftref()}, {"a.csv": b"x\n"}])
def test_a_folder_without_any_database_is_refused(tmp_path, files):
    for name, data in files.items():
        write(tmp_path / name, data)

    with pytest.raises(RegistryError, match="not a database of aircraft"):
        read_database(tmp_path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(MissingInput):
        read_database(tmp_path / "nowhere.csv")
