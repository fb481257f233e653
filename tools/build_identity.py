"""Derive the tables of addresses, registrations and airlines that ship in the package.

    python tools/build_identity.py FOLDER [--out src/heavylift/reference/data]

``FOLDER`` holds ``standing-data`` (github.com/vradarserver/standing-data, CC0 1.0) and
``ranges.json``, the military address ranges that tar1090 uses. What is added by hand
stands beside this file with its sources: ``registration_marks.csv`` and
``operators.csv``.

Facts alone are taken over: which addresses, marks and designators are whose. The same
input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

Row = dict[str, str]
Rows = list[tuple[str, ...]]

HERE = Path(__file__).parent

#: Codes of the source that stand for no block or mark of anybody's.
NOBODY = "ZZ"

#: Codes of the source that the other tables of this package write in another way.
STATE_CODES = {"KS": "XK"}

#: France has one register, and which letters go to which territory changes (F-OICK,
#: F-ONUI). Its marks are France's, as the addresses with them are.
ONE_REGISTER = {("F", "GF"): "FR", ("F", "MQ"): "FR", ("F", "RE"): "FR"}

#: Marks of organisations and of states that are no more: known, and of no one state.
STATELESS_MARKS = {"XC": ""}

#: Where the source's form takes in what is no registration, or leaves some out.
FORMS = {
    # A digit other than 0 comes first (14 CFR 47.15): NAVY and NASA are none.
    ("N", "US"): r"[1-9]\d{0,4}|[1-9]\d{0,3}[A-Z]|[1-9]\d{0,2}[A-Z]{2}",
    ("OB", "PE"): r"\d{4}[A-Z]?",  # OB-1878-P: a letter says how it is used
    ("F", "FR"): "[A-Z]{4}",
    ("G", "GB"): "[A-Z]{4}",  # G-14 is a maker's mark for tests
    **{(mark, "NZ"): "[A-Z]{3}" for mark in ("ZK", "ZL", "ZM")},  # ZK449 is British
}

HEADERS = {
    "address_blocks": ("first", "last", "state", "military", "source"),
    "registration_marks": ("mark", "state", "form", "source"),
    "airlines": ("designator", "name", "telephony", "iata", "country", "military"),
}


def build(folder: Path, out: Path) -> dict[str, Path]:
    """Write the three tables and their provenance.

    Args:
        folder: Where ``standing-data`` and ``ranges.json`` are.
        out: Where the tables go; made if absent.

    Returns:
        The files written, by table name.
    """
    inputs = _inputs(folder)
    noted: Counter[str] = Counter()
    ranges = json.loads(inputs["ranges"].read_text(encoding="utf-8"))["military"]
    tables = {
        "address_blocks": address_rows(_rows(inputs["code_blocks"]), ranges, noted),
        "registration_marks": mark_rows(
            _rows(inputs["prefixes"]), _rows(inputs["marks_by_hand"]), noted
        ),
        "airlines": airline_rows(
            _rows(inputs["airlines"]), _rows(inputs["operators_by_hand"]), noted
        ),
    }
    out.mkdir(parents=True, exist_ok=True)
    written = {name: out / f"{name}.csv" for name in tables}
    for name, rows in tables.items():
        _write(written[name], HEADERS[name], rows)
        noted[f"{name}: rows"] = len(rows)
    text = _provenance(inputs, written, tables, noted)
    written["provenance"] = out / "PROVENANCE.identity.toml"
    written["provenance"].write_text(text, encoding="utf-8")
    return written


def address_rows(
    blocks: Sequence[Row], ranges: Sequence[Sequence[str]], noted: Counter[str]
) -> Rows:
    """Join the blocks of states and the military ranges, each with its source.

    A range has no state of its own: it gets that of the smallest block around it.

    Raises:
        ValueError: Two blocks overlap in part, so that none is the smaller one, or a
            range lies in no state's block.
    """
    spans = []
    for b in blocks:
        if b["CountryISO2"] == NOBODY:
            noted["address_blocks: blocks of nobody, left out"] += 1
            continue
        first, last = int(b["Start"], 16), int(b["Finish"], 16)
        military = b["IsMilitary"] == "1"
        spans.append((first, last, _state(b["CountryISO2"]), military))
    noted["address_blocks: written twice, once left out"] = len(spans) - len(set(spans))
    spans = sorted(set(spans), key=lambda s: (s[0], -s[1]))
    _refuse_crossing(spans)
    rows = [(*span, "standing-data") for span in spans]
    for low, high in ranges:
        first, last = int(low, 16), int(high, 16)
        around = [s for s in spans if s[0] <= first and last <= s[1]]
        if not around:
            raise ValueError(f"{low}-{high}: in no state's block")
        smallest = min(around, key=lambda s: s[1] - s[0])
        rows.append((first, last, smallest[2], True, "ranges"))
    rows.sort(key=lambda r: (r[0], -r[1], r[4]))
    _note_agreement(rows, noted)
    return [
        (f"{a:06x}", f"{z:06x}", state, "yes" if military else "no", source)
        for a, z, state, military, source in rows
    ]


def mark_rows(
    prefixes: Sequence[Row], by_hand: Sequence[Row], noted: Counter[str]
) -> Rows:
    """Give for each nationality mark its state and the form of what follows it.

    The source's forms begin with the mark and name a group; here they are what follows
    the mark once hyphens are out.
    """
    rows = set()
    for p in prefixes:
        mark, state = p["Prefix"], _state(p["CountryISO2"])
        state = ONE_REGISTER.get((mark, state), state)
        form = p["DecodeNoHyphenRegex"].replace("(?<code>", "(?:")
        form = re.sub(r"(\[[^\]]*\])|[- ]", _without_bars, form)
        if not form.startswith(mark):
            raise ValueError(f"{mark}: form {form} does not begin with the mark")
        form = FORMS.get((mark, state), form.removeprefix(mark))
        state = "" if state == NOBODY else STATELESS_MARKS.get(state, state)
        rows.add((mark, state, form, "standing-data"))
    for p in by_hand:
        rows.add((p["mark"], p["state"], p["form"], p["source"]))
        noted["registration_marks: added by hand"] += 1
    for _, _, form, _ in rows:
        re.compile(form)
    return sorted(rows)


def airline_rows(
    airlines: Sequence[Row], operators: Sequence[Row], noted: Counter[str]
) -> Rows:
    """Give the operators that have an ICAO designator.

    Args:
        airlines: Names and codes, from standing-data.
        operators: Telephony, country and whether it is military, kept by hand; a name
            only where standing-data has none or an earlier holder's.
        noted: Counts for the provenance.

    Raises:
        ValueError: A designator is not three letters, or stands there twice.
    """
    known = {a["ICAO"]: a for a in airlines if a["ICAO"]}
    more = {o["designator"]: o for o in operators}
    noted["airlines: without ICAO designator, left out"] = len(airlines) - len(known)
    if len(more) != len(operators):
        raise ValueError("operators.csv: a designator stands there twice")
    rows: Rows = []
    for designator in sorted({*known, *more}):
        if not re.fullmatch(r"[A-Z]{3}", designator):
            noted["airlines: designator is not three letters, left out"] += 1
            continue
        a, o = known.get(designator, {}), more.get(designator, {})
        if o.get("name"):
            a = {}  # an earlier holder's, or nobody's
        name = " ".join((o.get("name") or a.get("Name") or "").split())
        if not name:
            raise ValueError(f"{designator}: no name in either source")
        military = "yes" if o.get("military") == "yes" else ""
        telephony, country = o.get("telephony", ""), o.get("country", "")
        rows.append((designator, name, telephony, a.get("IATA", ""), country, military))
        noted["airlines: with telephony"] += bool(telephony)
        noted["airlines: with country"] += bool(country)
        noted["airlines: marked military"] += bool(military)
        noted["airlines: named by operators.csv"] += not a
    return rows


def _without_bars(part: re.Match[str]) -> str:
    """Give a set of signs without the bars in it; nothing for hyphen and blank."""
    return part[1].replace("|", "") if part[1] else ""


def _state(code: str) -> str:
    return STATE_CODES.get(code, code)


def _refuse_crossing(spans: Sequence[tuple[int, int, str, bool]]) -> None:
    around: list[tuple[int, int, str, bool]] = []
    for span in spans:
        while around and around[-1][1] < span[0]:
            around.pop()
        if around and around[-1][1] < span[1]:
            raise ValueError(f"{span} and {around[-1]} overlap in part")
        around.append(span)


def _note_agreement(
    rows: Sequence[tuple[int, int, str, bool, str]], noted: Counter[str]
) -> None:
    """Count the addresses that both sources, or one alone, call military."""
    said = {s: np.zeros(1 << 24, np.bool_) for s in ("standing-data", "ranges")}
    for first, last, _, military, source in sorted(rows, key=lambda r: r[0] - r[1]):
        said[source][first : last + 1] = military
    standing, ranges = said["standing-data"], said["ranges"]
    noted["addresses called military by both"] = int(np.sum(standing & ranges))
    only = {"standing-data": standing & ~ranges, "ranges": ranges & ~standing}
    for source, found in only.items():
        noted[f"addresses called military by {source} alone"] = int(np.sum(found))


def _inputs(folder: Path) -> dict[str, Path]:
    standing = folder / "standing-data"
    paths = {
        "code_blocks": standing / "code-blocks/schema-01/code-blocks.csv",
        "prefixes": standing / "registration-prefixes/schema-01/reg-prefixes.csv",
        "airlines": standing / "airlines/schema-01/airlines.csv",
        "ranges": folder / "ranges.json",
        "marks_by_hand": HERE / "registration_marks.csv",
        "operators_by_hand": HERE / "operators.csv",
    }
    for path in paths.values():
        if not path.exists():
            raise FileNotFoundError(path)
    return paths


def _rows(path: Path) -> list[Row]:
    text = path.read_text(encoding="utf-8-sig")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return list(csv.DictReader(lines))


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def _provenance(
    inputs: dict[str, Path],
    written: dict[str, Path],
    tables: dict[str, Rows],
    noted: Counter[str],
) -> str:
    lines = [
        "# Where the tables of addresses, registration marks and airlines come from.",
        "# Written by tools/build_identity.py.",
        'name = "standing-data"',
        'source = "https://github.com/vradarserver/standing-data"',
        'licence = "CC0-1.0"',
        'retrieved = "not recorded with the files"',
        'command = "python tools/build_identity.py FOLDER"',
        "",
        "[military_ranges]",
        'source = "ranges.json of tar1090: address ranges as facts"',
        "",
        "[by_hand]",
        'registration_marks = "ICAO Annex 7; the file names the source of each row"',
        'operators = "ICAO Doc 8585, as published in FAA Order JO 7340.2, chapter 3,'
        ' section 3 (a work of the United States government, public domain)"',
    ]
    for name, path in inputs.items():
        lines += ["", f"[inputs.{name}]", f'file = "{path.name}"']
        lines += [f'sha256 = "{_sha256(path)}"']
    for name, rows in tables.items():
        lines += ["", f"[outputs.{name}]", f'file = "{written[name].name}"']
        lines += [f'sha256 = "{_sha256(written[name])}"', f"rows = {len(rows)}"]
    lines += ["", "[noted]", *(f'"{k}" = {n}' for k, n in sorted(noted.items()))]
    return "\n".join(lines) + "\n"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Build from the command line."""
    default = HERE.parent / "src/heavylift/reference/data"
    parser = argparse.ArgumentParser(description="Derive the shipped identity tables.")
    parser.add_argument("folder", type=Path, help="with standing-data and ranges.json")
    parser.add_argument("--out", type=Path, default=default)
    options = parser.parse_args()
    for path in build(options.folder, options.out).values():
        print(f"{path.stat().st_size:>9,}  {path}")


if __name__ == "__main__":
    main()
