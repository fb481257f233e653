"""A lake in object storage is the lake in a folder; the server is moto's, and local."""

import hashlib
import os
import subprocess
import sys
import time

import pyarrow.fs as pafs
import pytest

from builders.lakes import contents, lake_of, write_days
from builders.tracks import flight
from heavylift.corridors import Corridor
from heavylift.errors import LakeError
from heavylift.lake import make_lake, open_lake
from heavylift.lake.engine import engine_of
from heavylift.lake.ingest import ingest
from heavylift.lake.layout import LOCK
from heavylift.lake.lock import alone
from heavylift.lake.query import flights_between
from heavylift.lake.select import select_from_lake
from heavylift.lake.wanted import Wanted
from heavylift.reference.airfields import load_airfields
from heavylift.reference.places import parse_place

#: The server takes any key; these are sent nowhere else.
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}

SERVER = "from moto.server import main; main(['-H', '127.0.0.1', '-p', '0'])"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address of a server of object storage with one bucket."""
    log = tmp_path_factory.mktemp("server") / "log"
    with pytest.MonkeyPatch.context() as patched, log.open("w") as said:
        for name, value in KEYS.items():
            patched.setenv(name, value)
        process = subprocess.Popen(
            [sys.executable, "-c", SERVER],
            stdout=said,
            stderr=said,
            env=os.environ | {"PYTHONWARNINGS": "ignore"},
        )
        try:
            address = _address(log)
            store = pafs.S3FileSystem(
                endpoint_override=address, scheme="http", allow_bucket_creation=True
            )
            store.create_dir("case")
            yield address
        finally:
            process.terminate()
            process.wait()


def _address(log):
    """Wait until the server says where it listens."""
    for _ in range(600):
        found = [w for w in log.read_text().split() if w.startswith("http://127")]
        if found:
            return found[0].removeprefix("http://").rstrip("/")
        time.sleep(0.05)
    raise AssertionError(log.read_text())


@pytest.fixture
def url(server, request):
    name = hashlib.sha256(request.node.name.encode()).hexdigest()[:12]
    return f"s3://case/{name}?endpoint_override={server}&scheme=http&region=us-east-1"


@pytest.fixture(scope="module")
def days(tmp_path_factory):
    made = flight("UBBB", "LLOV", every_s=20)
    folder = tmp_path_factory.mktemp("archive")
    return write_days(folder, a00001=made, a00002=flight("LLOV", "UBBB", every_s=20))


def stored(lake):
    """Hash of every object of a lake by its name, the lock left out."""
    names = [n for n in lake.names("") if n != LOCK]
    return {n: hashlib.sha256(lake.read(n)).hexdigest() for n in names}


def test_a_lake_has_the_same_files_in_object_storage_and_in_a_folder(
    tmp_path, url, days
):
    lake = lake_of(url, *days)

    in_folder = lake_of(tmp_path / "lake", *days)
    assert stored(lake) == contents(tmp_path / "lake")
    assert flights_between(open_lake(url)).equals(flights_between(in_folder))


def test_dask_brings_part_of_an_input_into_object_storage(tmp_path, url, days):
    far = write_days(tmp_path / "far", b00001=flight("EGLL", "EHAM", every_s=20))
    wanted = Wanted(place=parse_place("box:38,44,42,51", load_airfields()))

    with engine_of("dask") as engine:
        ingest(make_lake(url), [*days, *far], wanted=wanted, engine=engine)

    lake_of(tmp_path / "lake", *days, *far, wanted=wanted)
    assert stored(open_lake(url)) == contents(tmp_path / "lake")
    assert flights_between(open_lake(url)).num_rows == 2


def test_a_corridor_is_asked_of_object_storage(url, days):
    lake = lake_of(url, *days)

    found = select_from_lake(lake, Corridor(origins=["UBBB"], destinations=["LLOV"]))

    assert found.belongs["track"].to_pylist() == ["a00001"]


def test_the_same_input_twice_changes_no_object(url, days):
    lake = lake_of(url, *days)
    before = stored(lake)

    again = ingest(lake, days)

    assert "already in the lake" in again.outcomes[0].became[""]
    assert stored(lake) == before


def test_objects_that_no_record_names_do_not_count_and_go(url, days):
    lake = lake_of(url, *days)
    before = stored(lake)
    lake.write("positions/2023-09-02/0-b000.parquet", b"left by a run that stopped")

    ingest(lake, days)

    assert stored(lake) == before


def test_two_ingests_at_once_are_refused_and_told_what_to_do(url, days):
    lake = make_lake(url)

    with alone(lake), pytest.raises(LakeError, match="another ingest is at work") as no:
        ingest(lake, days)

    assert f"remove the object {LOCK}" in no.value.help
    assert not lake.has(LOCK)


def test_an_address_that_is_none_is_refused():
    with pytest.raises(LakeError, match="no address of a lake"):
        open_lake("nowhere://case/lake")
