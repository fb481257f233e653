"""Small databases of aircraft, each in the layout of its publisher."""

from __future__ import annotations

import gzip
import io
import zipfile

#: 1 November 2026, 00:00 UTC: the moment in headers of gzips written here.
WRITTEN_S = 1_793_491_200

TAR1090_HEADER = "hex;reg;type;flags;desc"

#: ``aircraftDatabase.csv``: quoted with ``"``, names small. A part of its columns.
OPENSKY_COLUMNS = (
    "icao24",
    "registration",
    "manufacturericao",
    "manufacturername",
    "model",
    "typecode",
    "serialnumber",
    "operator",
    "operatoricao",
    "owner",
    "registered",
)

#: ``aircraft-database-complete-YYYY-MM.csv``: quoted with ``'``, camel case.
OPENSKY_LATER_COLUMNS = (
    "icao24",
    "registration",
    "manufacturerIcao",
    "manufacturerName",
    "model",
    "typecode",
    "serialNumber",
    "operator",
    "operatorIcao",
    "owner",
    "registered",
)

MASTER_COLUMNS = (
    "N-NUMBER,SERIAL NUMBER,MFR MDL CODE,ENG MFR MDL,YEAR MFR,TYPE REGISTRANT,NAME,"
    "STREET,STREET2,CITY,STATE,ZIP CODE,REGION,COUNTY,COUNTRY,LAST ACTION DATE,"
    "CERT ISSUE DATE,CERTIFICATION,TYPE AIRCRAFT,TYPE ENGINE,STATUS CODE,MODE S CODE,"
    "FRACT OWNER,AIR WORTH DATE,OTHER NAMES(1),OTHER NAMES(2),OTHER NAMES(3),"
    "OTHER NAMES(4),OTHER NAMES(5),EXPIRATION DATE,UNIQUE ID,KIT MFR, KIT MODEL,"
    "MODE S CODE HEX,"
)

DEREG_COLUMNS = (
    "N-NUMBER,SERIAL-NUMBER,MFR-MDL-CODE,STATUS-CODE,NAME,CERT-ISSUE-DATE,CANCEL-DATE,"
    "MODE-S-CODE,MODE-S-CODE-HEX,"
)

ACFTREF_COLUMNS = "CODE,MFR,MODEL,TYPE-ACFT,TYPE-ENG,"

VIRTUAL_RADAR_COLUMNS = (
    "ICAO",
    "Registration",
    "ModelICAO",
    "Manufacturer",
    "Model",
    "ManufacturerAndModel",
    "IsPrivateOperator",
    "Operator",
    "AirlineCode",
    "SerialNumber",
    "YearBuilt",
)


def lines(*rows, end="\n"):
    """Rows of text, each with its line end, as bytes."""
    return "".join(row + end for row in rows).encode()


def gz(data, *, written_s=WRITTEN_S):
    """A gzip with a time in its header; 0 for none."""
    return gzip.compress(data, mtime=written_s)


def write(path, data):
    """Write bytes, in gzip where the name says so; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gz(data) if path.suffix == ".gz" else data)
    return path


def tar1090(*rows, header=True):
    """tar1090-db: rows such as ``600828;4K-AZ40;IL76;00;ILYUSHIN Il-76``."""
    return lines(*([TAR1090_HEADER] if header else []), *rows)


def opensky(*rows, later=False):
    """OpenSky's database in either spelling; rows by names of the older one."""
    quote, columns = ("'", OPENSKY_LATER_COLUMNS) if later else ('"', OPENSKY_COLUMNS)

    def line(cells):
        return ",".join(f"{quote}{c}{quote}" for c in cells)

    cells = [[row.get(c.lower(), "") for c in columns] for row in rows]
    return lines(line(columns), *map(line, cells), end="\r\n")


def _padded(header, rows):
    """A table of the FAA: cells padded with blanks, a comma after the last."""
    names = [n.strip() for n in header.split(",")[:-1]]
    for row in rows:
        assert row.keys() <= set(names), row.keys() - set(names)
    told = [",".join(f"{row.get(n, ''):<10}" for n in names) + "," for row in rows]
    return lines(header, *told, end="\r\n")


def master(*rows):
    """FAA's ``MASTER.txt``."""
    return _padded(MASTER_COLUMNS, rows)


def dereg(*rows):
    """FAA's ``DEREG.txt``."""
    return _padded(DEREG_COLUMNS, rows)


def acftref(**models):
    """FAA's ``ACFTREF.txt``: maker and model by code."""
    rows = [
        {"CODE": code, "MFR": maker, "MODEL": model}
        for code, (maker, model) in models.items()
    ]
    return _padded(ACFTREF_COLUMNS, rows)


def zipped(**tables):
    """A zip with tables ``NAME.txt``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in tables.items():
            archive.writestr(f"{name}.txt", data)
    return out.getvalue()


def virtual_radar(*rows):
    """One file of Virtual Radar's standing data."""
    head = ",".join(VIRTUAL_RADAR_COLUMNS)
    told = [",".join(row.get(c, "") for c in VIRTUAL_RADAR_COLUMNS) for row in rows]
    return b"\xef\xbb\xbf" + lines(head, *told)


def said(reading, *names):
    """Values of entries: of one column a list, of several a list of tuples."""
    columns = [reading.entries[n].to_pylist() for n in names]
    return columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))
