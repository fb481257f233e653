"""Files made to fill the memory, to take for ever or to break a parser.

Each is given to the real command in a process of its own, whose time and largest
process are measured. What is refused says why; what is good beside it is not lost.
"""

import gzip
import io
import os
import subprocess
import sys
import time
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from builders.documents import (
    SENTENCES,
    article,
    json_lines,
    news,
    page,
    pdf_of,
    record,
    response,
    stream_object,
    warc,
)
from heavylift.documents import open_collection, text_of, verify

SRC = Path(__file__).resolve().parents[2] / "src"

#: The largest process may take so much, in MB: a tenth of a gigabyte of document twice,
#: a parser's tree of the largest page, and what Python and its libraries need.
MOST_MB = 600

#: Machines that do other things meanwhile are slow; none of this takes a minute alone.
MOST_S = 120

DATE = '<meta property="article:published_time" content="2023-10-05">'


@dataclass
class Told:
    """What a command said, and what it took."""

    code: int
    said: str
    peak_mb: float
    seconds: float


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.toml"
    path.write_text("", encoding="utf-8")
    return path


#: Starts a command and measures it. It is small itself: a process begins with the size
#: of the one that starts it.
MEASURE = """
import os, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"measured {used.ru_maxrss}")
sys.exit(done.returncode)
"""


def add(case, *arguments):
    """Run the command; measure its time and its largest process."""
    started = time.monotonic()
    command = [sys.executable, "-m", "heavylift", "documents", "add", case, *arguments]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *(str(part) for part in command)],
        cwd=case.parent,
        env=os.environ | {"PYTHONPATH": str(SRC)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    said, _, measured = done.stdout.rpartition("measured ")
    return Told(
        code=done.returncode,
        said=said,
        peak_mb=int(measured) / 1024,
        seconds=time.monotonic() - started,
    )


def texts(case):
    collection = open_collection(case)
    return [text_of(collection, held) for held in collection.held]


def file(case, name, raw):
    path = case.parent / name
    path.write_bytes(raw)
    return path


def check(told, case, *, code):
    """Hold what must hold whatever was given."""
    print(f"{told.peak_mb:.0f} MB, {told.seconds:.1f} s: {told.said}")
    assert told.code == code, told.said
    assert told.peak_mb < MOST_MB
    assert told.seconds < MOST_S
    assert "Traceback" not in told.said
    assert "help: " in told.said or code == 0
    assert verify(case)[1] == []


def entities():
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE html [<!ENTITY a0 "ha">{levels}]>'


def paragraphs(megabytes):
    one = f"<p>{SENTENCES[0]} {{}}</p>"
    return "".join(one.format(n) for n in range(int(megabytes * 1e6 / len(one))))


def table(depth):
    return "<table><tr><td>" * depth + SENTENCES[0]


READABLE = {
    "100,000 elements in each other": page("<div>" * 100_000 + article(), head=DATE),
    "tables in tables": page(table(50_000), head=DATE),
    "elements that never end": page(article() + "<b><i>" * 200_000, head=DATE),
    "entities of entities": entities() + page(article("&a11;", *SENTENCES), head=DATE),
    "a comment that never ends": page(article(), head=DATE) + "<!-- " * 100_000,
    "11 MB of paragraphs": page(f"<article>{paragraphs(11)}</article>", head=DATE),
    "90 MB of pictures": page(
        article() + f'<img src="data:image/png;base64,{"A" * 90_000_000}">', head=DATE
    ),
    "300,000 links": page(article() + '<a href="/x">x</a> ' * 300_000, head=DATE),
}


@pytest.mark.parametrize("name", READABLE)
def test_a_page_that_is_made_to_break_readers_is_read_in_bounds(case, name):
    path = file(case, "a.html", READABLE[name].encode())

    told = add(case, path)

    check(told, case, code=0)
    [text] = texts(case)
    assert SENTENCES[0] in text
    assert "base64" not in text


def test_200_mb_of_a_page_are_refused_at_once(case):
    path = case.parent / "a.html"
    with path.open("wb") as out:
        out.write(b"<html><body>")
        for _ in range(200):
            out.write(b"<p>text</p>" * 90_000)

    told = add(case, path, "--published", "2023-10-05")

    check(told, case, code=1)
    assert "of one document at most 100 MB are read" in told.said
    assert told.peak_mb < 300


def test_90_mb_of_words_are_refused_by_the_page_that_they_would_be(case):
    path = file(case, "a.html", page("<p>word</p>" * 8_000_000).encode())

    told = add(case, path, "--published", "2023-10-05")

    check(told, case, code=1)
    assert "without its pictures; at most 12 MB are read" in told.said


def packed_pages(*packings):
    """Make a PDF of one page for each stream."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    shared = b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> "
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font]
    kids = []
    for data, filters in packings:
        objects.append(stream_object(data, filters))
        objects.append(shared + f"/Contents {len(objects)} 0 R >>".encode())
        kids.append(f"{len(objects)} 0 R")
    kids_in_order = " ".join(kids)
    objects[1] = (
        f"<< /Type /Pages /Kids [{kids_in_order}] /Count {len(kids)} >>".encode()
    )
    return pdf_of(objects)


DRAWN = b"BT /F1 12 Tf (Six flights landed.) Tj ET"
BOMB = zlib.compress(b"BT /F1 12 Tf (x) Tj ET\n" * 10_000_000, 9)


def test_a_pdf_with_a_page_that_unpacks_to_230_mb_keeps_its_other_pages(case):
    raw = packed_pages((BOMB, "/Filter /FlateDecode"), (DRAWN, ""))

    told = add(case, file(case, "a.pdf", raw), "--published", "2023-10-05")

    check(told, case, code=0)
    assert texts(case)[0].endswith("Six flights landed.")


def test_a_pdf_that_is_packed_twenty_times_is_read_in_bounds(case):
    data = zlib.compress(bytes(1_000_000_000), 9)
    for _ in range(3):
        data = zlib.compress(data, 9)
    filters = f"/Filter [{'/FlateDecode ' * 4}]"
    raw = packed_pages((data, filters), (DRAWN, ""))

    told = add(case, file(case, "a.pdf", raw), "--published", "2023-10-05")

    check(told, case, code=0)


@pytest.mark.parametrize(
    "objects",
    [
        # Pages that are their own children, and a list of pages that lies.
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>",
        ],
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [] /Count 999999999 >>",
        ],
        # Objects in each other, deeper than any stack.
        [b"<< /Type /Catalog /Pages " + b"[" * 100_000 + b"]" * 100_000 + b" >>"],
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"3 0 R", b"2 0 R"],
    ],
    ids=["cycle", "count", "depth", "references"],
)
def test_a_pdf_that_leads_nowhere_is_refused(case, objects):
    path = file(case, "a.pdf", pdf_of(objects))

    told = add(case, path, "--published", "2023-10-05")

    check(told, case, code=1)


def test_an_archive_that_unpacks_to_a_gigabyte_is_refused_and_what_was_good_kept(case):
    bomb = io.BytesIO()
    with gzip.GzipFile(fileobj=bomb, mode="wb") as out:
        for _ in range(100):
            out.write(bytes(10_000_000))
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n"
    raw = warc({}) + gzip.compress(head + b"Content-Length: 1000000000\r\n\r\n")

    told = add(case, file(case, "a.warc.gz", raw + bomb.getvalue()))

    check(told, case, code=1)
    assert "unpacks to many times its size" in told.said
    assert len(texts(case)) == 1


def test_an_answer_that_unpacks_to_a_gigabyte_costs_itself_alone(case):
    body = zlib.compress(bytes(1_000_000_000), 9)
    raw = warc({"body": body, "fields": [("Content-Encoding", "deflate")]}, {})

    told = add(case, file(case, "a.warc.gz", raw))

    check(told, case, code=0)
    assert "too large" in told.said
    assert len(texts(case)) == 1


def test_a_collection_that_unpacks_to_a_gigabyte_is_refused(case):
    path = case.parent / "a.wacz"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("archive/a.warc", "w") as out,
    ):
        out.write(b"WARC/1.0\r\n")
        for _ in range(100):
            out.write(bytes(10_000_000))

    told = add(case, path)

    check(told, case, code=1)
    assert "unpacks to many times its size" in told.said


def test_records_that_lie_cost_themselves_alone(case):
    good = response()
    bad = [
        good.replace(b"Content-Length: ", b"Content-Length: -"),
        good.replace(b"Content-Length: ", b"Content-Length: 9999999"),
        b"WARC/1.0\r\n" + b"X-Long: " + b"x" * 1_000_000 + b"\r\n\r\n",
        b"WARC/1.0\r\n" + b"A: b\r\n" * 100_000,
        record("response", b"no HTTP", {"Content-Type": "application/http"}),
        record("response", b"", {"Content-Type": "application/http"}),
        bytes(range(256)) * 1000,
    ]
    other = response(url="http://news.example/b", body=news("2023-10-07"))

    told = add(case, file(case, "a.warc", good + b"".join(bad) + other))

    check(told, case, code=0)
    assert [d.address for d in open_collection(case).documents] == [
        "http://news.example/a",
        "http://news.example/b",
    ]


def test_lines_that_are_made_to_break_readers_cost_themselves_alone(case):
    good = json_lines({"doc": "good", "published": "2023-10-05", "text": "Six."})
    bad = b'{"text": ' + b"[" * 1_000_000 + b"\n" + b'{"a":' * 500_000 + b"\n\0\0\n"

    told = add(case, file(case, "a.jsonl", good + bad + good))

    check(told, case, code=0)
    assert texts(case) == ["Six."]
