"""Which characters bytes stand for: by what the document says, and never by a guess.

In this order: a mark at the beginning, what the document or its server declares,
UTF-8. A declaration that is plainly not so is told; bytes of which nothing is known are
refused until a person says what they are.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from heavylift.errors import DocumentError

#: Marks, the longer before the shorter that it begins with (Unicode, section 23.8).
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: Browsers read these names as the Windows set that holds them (WHATWG Encoding).
_AS_BROWSERS_DO: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}

#: A declaration stands in the first 1024 bytes (HTML, 4.2.5.4); pages exceed it, and a
#: title that comes first may be long.
_DECLARED_WITHIN: Final = 8192
_DECLARED: Final = re.compile(
    rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})"
    rb"|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)

#: So few broken sequences are damage (a cut, a foreign character); more mean that the
#: bytes are something else. One in a thousand characters leaves every word readable.
_DAMAGED_SHARE: Final = 0.001

#: More zero bytes than one in ten characters: UTF-16 without a mark, or no text at all.
_ZEROS_SHARE: Final = 0.1

#: Codecs of Python that turn no bytes into characters, or run long.
_NO_CHARSETS: Final = {"idna", "punycode", "unicode_escape", "raw_unicode_escape"}

REPLACED: Final = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, and how they were read.

    Attributes:
        text: The characters; no line end or anything else is changed.
        encoding: The encoding, with where it is from.
        flags: ``encoding_damaged``, ``encoding_wrongly_declared``, ``nul_replaced``.
        remarks: The same in sentences.
    """

    text: str
    encoding: str
    flags: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def decode(
    raw: bytes, where: str, *, given: str = "", served: str = "", markup: bool = False
) -> Decoded:
    """Read bytes as characters.

    Args:
        raw: The bytes.
        where: What they are called in messages.
        given: Encoding that a person gave; it wins.
        served: Encoding that the server named.
        markup: Whether a declaration inside is looked for.

    Raises:
        DocumentError: Nothing says what they are, or the encoding is not known.
    """
    decoded = _decoded(raw, where, given, served, markup)
    n = decoded.text.count("\0")
    if n > _ZEROS_SHARE * len(decoded.text):
        _refuse(where)
    return _without_zeros(decoded, n)


def _decoded(raw: bytes, where: str, given: str, served: str, markup: bool) -> Decoded:
    if given:
        return _as_given(raw, given, where)
    for mark, name in _MARKS:
        if raw.startswith(mark):
            text = raw[len(mark) :].decode(name, "replace")
            return _checked(text, f"{name} (its mark)")
    declared, how = _declared(raw, served, markup)
    whole = _strictly(raw, "utf-8")
    if declared and declared != "utf-8":
        decoded = _as_declared(raw, declared, how, whole)
        if decoded is not None:
            return decoded
    if whole is not None:
        said = f"utf-8 ({how})" if declared == "utf-8" else "utf-8 (its bytes)"
        return Decoded(whole, said)
    text = raw.decode("utf-8", "replace")
    if declared != "utf-8" and text.count(REPLACED) > _DAMAGED_SHARE * len(text):
        _refuse(where)
    return _checked(text, f"utf-8 ({how or 'most of its bytes'})")


def _as_given(raw: bytes, given: str, where: str) -> Decoded:
    name = _known(given)
    if name is None:
        raise DocumentError(
            f"{where}: no encoding is called {given!r}",
            help="give one such as --encoding windows-1251, utf-16-le or iso-8859-2",
        )
    text = raw.decode(name, "replace")
    return _checked(text.removeprefix("\ufeff"), f"{name} (given)")


def _as_declared(
    raw: bytes, declared: str, how: str, whole: str | None
) -> Decoded | None:
    """Read by the declaration, unless the bytes are plainly UTF-8 or damaged."""
    if whole is not None and not raw.isascii() and not _wide(declared):
        remark = f"it is declared to be {declared} ({how}), and its bytes are UTF-8"
        flags = ("encoding_wrongly_declared",)
        return Decoded(whole, "utf-8 (its bytes)", flags, (remark,))
    text = _strictly(raw, declared)
    if text is None and whole is None:
        text = raw.decode(declared, "replace")
    return None if text is None else _checked(text, f"{declared} ({how})")


def _wide(name: str) -> bool:
    return name.startswith(("utf-16", "utf-32"))


def _declared(raw: bytes, served: str, markup: bool) -> tuple[str, str]:
    """The encoding that is declared, as Python calls it, and where it is."""
    if name := _known(served):
        return name, "its server"
    found = _DECLARED.search(raw[:_DECLARED_WITHIN]) if markup else None
    if found:
        name = _known((found[1] or found[2]).decode("ascii", "replace"))
        # Whoever can read the declaration byte by byte does not read UTF-16.
        if name:
            return ("utf-8" if _wide(name) else name), "its declaration"
    return "", ""


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name.strip()) if name.strip() else None
    except (LookupError, ValueError):
        return None
    if found is None or found.name in _NO_CHARSETS or not found._is_text_encoding:
        return None
    return _AS_BROWSERS_DO.get(found.name, found.name)


def _strictly(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except UnicodeError:
        return None


def _checked(text: str, encoding: str) -> Decoded:
    """Tell of bytes that stood for nothing."""
    # ``decode`` puts the mark there; a document may hold some of its own.
    n = text.count(REPLACED)
    if not n:
        return Decoded(text, encoding)
    name = encoding.split(maxsplit=1)[0]
    remark = f"{n:,} places are no characters in {name}; they are {REPLACED}"
    return Decoded(text, encoding, ("encoding_damaged",), (remark,))


def _without_zeros(decoded: Decoded, n: int) -> Decoded:
    """Put a mark for each zero: parsers end there, and offsets stay as they are."""
    if not n:
        return decoded
    return Decoded(
        decoded.text.replace("\0", REPLACED),
        decoded.encoding,
        (*decoded.flags, "nul_replaced"),
        (*decoded.remarks, f"{n:,} zero bytes in it are {REPLACED}"),
    )


def _refuse(where: str) -> None:
    raise DocumentError(
        f"{where}: nothing says in which encoding it is, and it is not UTF-8",
        help="give it, for example --encoding windows-1251 or --encoding utf-16-le; "
        "what is wrong shows as odd characters in: heavylift documents show",
    )
