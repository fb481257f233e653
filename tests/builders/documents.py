"""Documents as they come from outside, byte by byte: pages, PDFs, web archives."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile

from heavylift.documents.found import Found
from heavylift.documents.records import DateSaid, Extract, Facts

#: Sentences of an article, in words of our own.
SENTENCES = (
    "The ambassador said on Monday that at least six cargo flights had landed there.",
    'He told the agency that "it is a major concern" for everybody in the region.',
    "Officials of the ministry did not answer questions about the flights on Tuesday.",
    "According to flight-tracking data the aircraft left again within a few hours.",
)


def article(*paragraphs):
    """Give an article of a page; of some sentences when none are given."""
    inside = "".join(f"<p>{p}</p>" for p in paragraphs or SENTENCES)
    return f"<article><h1>Flights landed, envoy says</h1>{inside}</article>"


def page(body=None, *, head="", language="en"):
    """Give a page as text."""
    return (
        f'<!doctype html><html lang="{language}"><head><title>A page</title>{head}'
        f"</head><body><nav>Home About Contact</nav>{body or article()}"
        "<footer>All rights</footer></body></html>"
    )


def meta(name, content):
    return f'<meta property="{name}" content="{content}">'


def json_ld(node):
    text = node if isinstance(node, str) else json.dumps(node)
    return f'<script type="application/ld+json">{text}</script>'


def news(published="2023-10-05T14:30:00+04:00", **more):
    """Give a page with a date, as bytes."""
    return page(head=meta("article:published_time", published), **more).encode()


def pdf(*pages, info=""):
    """Write a PDF with a line of text on each page; ``None`` for a page without."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for line in pages:
        drawn = (
            b"" if line is None else f"BT /F1 12 Tf 72 700 Td ({line}) Tj ET".encode()
        )
        objects.append(stream_object(drawn))
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents "
            + f"{content} 0 R /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        kids.append(len(objects))
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
    objects.append(f"<< {info} >>".encode())
    return pdf_of(objects, info=len(objects))


def stream_object(data, entries=""):
    return (
        f"<< /Length {len(data)} {entries} >>\nstream\n".encode()
        + data
        + b"\nendstream"
    )


def pdf_of(objects, info=None):
    """Write objects as a PDF with its table of offsets."""
    out = bytearray(b"%PDF-1.7\n")
    starts = []
    for number, one in enumerate(objects, 1):
        starts.append(len(out))
        out += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    at = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for start in starts:
        out += f"{start:010} 00000 n \n".encode()
    about = f"/Info {info} 0 R" if info else ""
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {about} >>\n".encode()
    return bytes(out + f"startxref\n{at}\n%%EOF\n".encode())


def warc(*responses, packed=True):
    """Write a web archive; each response is a dict for :func:`response`."""
    info = record("warcinfo", b"software: test\r\n", {"Content-Type": "text/plain"})
    records = [info, *(response(**one) for one in responses)]
    return b"".join(gzip.compress(one) if packed else one for one in records)


def response(  # noqa: PLR0913 -- what a server says
    *,
    url="http://news.example/a",
    body=None,
    content_type="text/html; charset=utf-8",
    status="200 OK",
    date="2023-10-06T08:00:00Z",
    fields=(),
    warc_fields=None,
):
    """Write what a server answered as a record, with its digests."""
    body = news() if body is None else body
    head = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}"]
    head += [f"{name}: {value}" for name, value in fields]
    block = "\r\n".join([*head, "", ""]).encode() + body
    known = {
        "WARC-Target-URI": url,
        "WARC-Date": date,
        "WARC-Payload-Digest": digest(body),
        "WARC-Block-Digest": digest(block),
        "Content-Type": "application/http; msgtype=response",
    }
    return record("response", block, known | (warc_fields or {}))


def record(kind, block, fields):
    """Write a record of ISO 28500."""
    head = [f"{name}: {value}" for name, value in fields.items()]
    lines = ["WARC/1.0", f"WARC-Type: {kind}", *head, f"Content-Length: {len(block)}"]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def digest(data):
    found = hashlib.sha1(data, usedforsecurity=False).digest()
    return f"sha1:{base64.b32encode(found).decode()}"


def wacz(*responses, pages=(), change=None):
    """Write a collection of web archives with its list of pages and its hashes."""
    files = {
        "archive/data.warc.gz": warc(*responses),
        "pages/pages.jsonl": "\n".join(
            [json.dumps({"format": "json-pages-1.0"})]
            + [json.dumps({"url": url}) for url in pages]
        ).encode(),
    }
    resources = [
        {"path": name, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        for name, data in files.items()
    ]
    files["datapackage.json"] = json.dumps({"resources": resources}).encode()
    files |= change or {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def mhtml(
    markup, *, location="https://news.example/a", date="Fri, 6 Oct 2023 08:00:00 -0000"
):
    """Give a page as Chromium saves it."""
    return (
        "From: <Saved by Blink>\r\n"
        f"Snapshot-Content-Location: {location}\r\n"
        "Subject: A page\r\n"
        f"Date: {date}\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/related;\r\n"
        '\ttype="text/html";\r\n'
        '\tboundary="----Boundary"\r\n\r\n\r\n'
        "------Boundary\r\n"
        "Content-Type: text/html\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        f"Content-Location: {location}\r\n\r\n"
        + markup.replace("=", "=3D")
        + "\r\n------Boundary--\r\n"
    ).encode()


def json_lines(*lines, packed=False):
    raw = "".join(json.dumps(line) + "\n" for line in lines).encode()
    return gzip.compress(raw) if packed else raw


def found(text="A text of six words only.", *, published="2023-10-05", **facts):
    """Give a document as it is found in a file, without any file."""
    original = facts.pop("original", text.encode())
    dates = said("JSON-LD datePublished", published) if published else ()
    return Found(
        where="a.txt",
        file="a.txt",
        original=original,
        ending="txt",
        media_type="text/plain",
        extract=Extract(
            text=text,
            tool="as it is",
            flags=facts.pop("flags", ()),
            facts=Facts(**{"dates": dates, **facts}),
        ),
    )


def said(where, value, kind="published"):
    return (DateSaid(kind=kind, where=where, said=value, value=value),)
