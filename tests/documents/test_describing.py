"""What is written down of a document, and what is told where it does not fit."""

import datetime as dt
from dataclasses import replace

import pytest

from builders.documents import found, said
from heavylift.documents.describing import Given, describe
from heavylift.documents.partial_dates import parse_partial
from heavylift.documents.records import DateSaid, read_document, write_document
from heavylift.errors import DocumentError


def described(document=None, copies=(), **given):
    if "published" in given:
        given["published"] = parse_partial(given["published"])
    return describe(document or found(), Given(**given), (), copies)


def test_the_date_that_it_says_itself_is_used():
    document = described()

    assert (document.published, document.published_from) == (
        "2023-10-05",
        "JSON-LD datePublished",
    )


def test_a_date_that_is_given_wins_and_both_are_kept_and_told():
    document = described(published="2023-10-07")

    assert (document.published, document.published_from) == ("2023-10-07", "given")
    assert [d.value for d in document.dates] == ["2023-10-05"]
    assert document.flags == ("date_given_differs",)
    assert "it says 2023-10-05" in document.remarks[0]


def test_a_date_that_is_given_less_exactly_is_no_contradiction():
    assert described(published="2023-10").flags == ()


def test_without_a_date_it_is_asked_for_with_an_example():
    with pytest.raises(DocumentError, match="does not say when it was published") as e:
        described(found(published=""))

    assert "--published 2023-10-05" in e.value.help
    assert "XXXX-09-19" in e.value.help


def test_dates_that_are_none_of_publication_are_named_when_it_is_asked():
    made = said("PDF creation date", "2023-10-04", kind="made")
    odd = DateSaid(kind="published", where="meta date", said="05/10/2023", value="")

    with pytest.raises(DocumentError) as refused:
        described(found(published="", dates=(*made, odd)))

    assert "PDF creation date: 2023-10-04" in refused.value.message
    assert "meta date: '05/10/2023', not understood" in refused.value.message


def test_a_partial_date_is_kept_with_its_bounds():
    document = described(
        found(published=""), published="XXXX-09-19", not_before=dt.date(2023, 9, 1)
    )

    assert (document.published, document.not_before) == ("XXXX-09-19", "2023-09-01")
    assert document.date.year is None


def test_bounds_alone_are_enough():
    document = described(found(published=""), not_after=dt.date(2023, 9, 30))

    assert (document.published, document.not_after) == ("XXXX", "2023-09-30")


@pytest.mark.parametrize(
    "bounds",
    [
        {"not_before": dt.date(2023, 10, 6)},
        {"not_after": dt.date(2023, 10, 4)},
        {"not_before": dt.date(2023, 2, 1), "not_after": dt.date(2023, 1, 1)},
    ],
)
def test_bounds_that_leave_no_day_are_refused(bounds):
    with pytest.raises(DocumentError, match="no day is 2023-10-05"):
        described(published="2023-10-05", **bounds)


def test_dates_in_it_that_differ_are_told():
    dates = said("JSON-LD datePublished", "2023-10-05") + said(
        "meta date", "2023-10-09"
    )

    document = described(found(dates=dates))

    assert document.flags == ("dates_differ",)
    assert document.remarks == (
        "it says 2023-10-05 (JSON-LD datePublished) and also 2023-10-09 (meta date)",
    )


def test_a_time_without_a_zone_is_told():
    assert described(found(published="2023-10-05T23:30:00")).flags == (
        "time_without_zone",
    )


def test_what_was_taken_before_it_was_published_is_told():
    document = described(retrieved=parse_partial("2023-09-01"))

    assert document.flags == ("retrieved_before_published",)


def test_the_language_is_that_of_the_text_and_another_one_is_told():
    text = (
        "Der Botschafter sagte am Montag, dass dort mindestens sechs Flugzeuge "
        "gelandet sind und dass das eine Sorge für die Menschen in der Region ist."
    )

    document = described(found(text, language="en-US"))

    assert (document.language, document.flags) == ("de", ("language_differs",))


def test_what_cannot_be_told_has_the_language_that_it_says():
    assert described(found("Ovda", language="he")).language == "he"
    assert described(found("Ovda")).language == "und"
    assert described(found("Ovda", language="he"), language="ar").language == "ar"


def test_a_copy_of_the_same_text_is_told():
    document = described(copies=["first"])

    assert document.flags == ("same_text",)
    assert "its text is that of first" in document.remarks[0]


def test_what_is_given_goes_before_what_it_says():
    document = described(
        found(title="Own", outlet="Own", author="Own", address="https://own.example"),
        title="Given",
        outlet="Given",
    )

    assert (document.title, document.outlet) == ("Given", "Given")
    assert (document.author, document.address) == ("Own", "https://own.example")


def test_a_record_is_read_back_as_it_was_written():
    document = described(replace(found(title="Gəncə"), file="ə.txt"))

    assert read_document(write_document(document)) == document
