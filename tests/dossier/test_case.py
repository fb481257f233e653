"""The case file: read strictly, refused with the place and a way out."""

from datetime import UTC, date, datetime

import pytest

from builders.cases import CASE
from heavylift.corridors.asking import Asked
from heavylift.dossier.case import days_of, read_case
from heavylift.errors import CaseError, MissingInput

EVENT = """
[event]
label = "Offensive begins"
time = {}
"""


def write(tmp_path, text=CASE):
    """Write a case file and give its path."""
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    return path


def read(tmp_path, text=CASE):
    return read_case(write(tmp_path, text))


def test_a_small_case_is_read_with_everything_else_left_open(tmp_path):
    case = read(tmp_path)

    assert (case.title, case.origin, case.to) == ("Baku to Ovda", "UBBB", "LLOV")
    assert case.start == datetime(2023, 9, 2, tzinfo=UTC)
    assert case.end == datetime(2023, 9, 4, tzinfo=UTC)
    assert case.event is None
    assert case.asked == Asked(aircraft=(), types=(), operators=(), states=())
    assert case.limits == ()
    assert case.registry is None
    assert case.columns == {}


def test_inputs_are_relative_to_the_case_file(tmp_path):
    case = read(tmp_path)

    assert case.inputs == (tmp_path / "traces",)
    assert case.input_names == ("traces",)


def test_a_time_may_have_a_zone_and_is_kept_in_utc(tmp_path):
    zoned = CASE.replace("start = 2023-09-02", "start = 2023-09-02T04:00:00+04:00")

    assert read(tmp_path, zoned).start == datetime(2023, 9, 2, tzinfo=UTC)


def test_a_time_without_a_zone_is_utc(tmp_path):
    plain = CASE.replace("start = 2023-09-02", "start = 2023-09-02T06:30:00")

    assert read(tmp_path, plain).start == datetime(2023, 9, 2, 6, 30, tzinfo=UTC)


def test_an_event_on_a_day_has_no_moment(tmp_path):
    event = read(tmp_path, CASE + EVENT.format("2023-09-19")).event

    assert event is not None
    assert (event.label, event.day, event.at) == (
        "Offensive begins",
        date(2023, 9, 19),
        None,
    )


def test_an_event_at_a_time_keeps_it(tmp_path):
    event = read(tmp_path, CASE + EVENT.format("2023-09-19T09:00:00Z")).event

    assert event is not None
    assert event.at == datetime(2023, 9, 19, 9, tzinfo=UTC)


def test_filters_and_texts_are_kept_in_order(tmp_path):
    more = (
        'aircraft = ["4b1234", "4K-78131"]\ntypes = ["IL76"]\noperators = ["AZQ"]\n'
        'attribution = ["Ours"]\nlimits = ["One.", "Two."]\n' + CASE
    )

    case = read(tmp_path, more)

    assert case.asked.aircraft == ("4b1234", "4K-78131")
    assert case.limits == ("One.", "Two.")


@pytest.mark.parametrize(
    ("line", "prior"), [("", "usage"), ('prior = "even"\n', "even")]
)
def test_other_flights_of_a_fleet_weigh_unless_the_case_says_otherwise(
    tmp_path, line, prior
):
    assert read(tmp_path, line + CASE).prior == prior


# What is refused


def test_a_prior_that_is_none_is_refused_with_its_key(tmp_path):
    with pytest.raises(CaseError, match=r"\$\.prior"):
        read(tmp_path, 'prior = "airlines"\n' + CASE)


def test_a_case_that_is_not_there_is_named(tmp_path):
    with pytest.raises(MissingInput, match="no such file"):
        read_case(tmp_path / "nowhere.toml")


@pytest.mark.parametrize("key", ["title", "question", "from", "to", "inputs"])
def test_a_missing_key_is_named(tmp_path, key):
    text = "\n".join(
        line for line in CASE.splitlines() if not line.startswith(f"{key} =")
    )

    with pytest.raises(CaseError, match=f"`{key}`"):
        read(tmp_path, text)


@pytest.mark.parametrize("key", ["start", "end"])
def test_a_period_needs_both_its_bounds(tmp_path, key):
    text = "\n".join(
        line for line in CASE.splitlines() if not line.startswith(f"{key} =")
    )

    with pytest.raises(CaseError, match=f"`{key}`"):
        read(tmp_path, text)


@pytest.mark.parametrize("line", ["form = 'UBBB'", "operater = ['AZQ']", "colums = 1"])
def test_a_misspelt_key_is_an_error_and_no_filter_that_does_nothing(tmp_path, line):
    key = line.split(" =")[0]

    with pytest.raises(CaseError, match=f"`{key}`"):
        read(tmp_path, f"{line}\n{CASE}")


def test_a_misspelt_key_of_the_period_is_an_error(tmp_path):
    with pytest.raises(CaseError, match="`until`"):
        read(tmp_path, CASE + "until = 2023-09-05\n")


@pytest.mark.parametrize("end", ["2023-09-02", "2023-09-01", "2023-09-01T23:59:59Z"])
def test_a_period_that_is_empty_or_runs_backwards_is_refused(tmp_path, end):
    text = CASE.replace("end = 2023-09-04", f"end = {end}")

    with pytest.raises(CaseError, match="before it begins") as refused:
        read(tmp_path, text)

    assert "first day after" in refused.value.help


@pytest.mark.parametrize("value", ['"2023-09-04"', "20230904", "09:00:00", "true"])
def test_a_bound_that_is_no_date_is_refused_with_an_example(tmp_path, value):
    text = CASE.replace("end = 2023-09-04", f"end = {value}")

    with pytest.raises(CaseError, match=r"period\.end is") as refused:
        read(tmp_path, text)

    assert "2022-02-22" in refused.value.help


def test_a_case_without_inputs_is_refused(tmp_path):
    with pytest.raises(CaseError, match="inputs is empty"):
        read(tmp_path, CASE.replace('["traces"]', "[]"))


@pytest.mark.parametrize(
    "text", ["title = ", "= 1", "[period\n", "title = 'a'\ntitle = 'b'\n", "{}"]
)
def test_what_is_no_toml_is_refused(tmp_path, text):
    with pytest.raises(CaseError, match=r"case\.toml"):
        read(tmp_path, text)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "case.toml"
    path.write_bytes(CASE.encode().replace(b"Baku", b"\xff\xfe\x80"))

    with pytest.raises(CaseError, match=r"case\.toml"):
        read_case(path)


@pytest.mark.parametrize("line", ["inputs = 'traces'", "title = 3", "to = ['LLOV']"])
def test_a_value_of_another_kind_is_refused_with_its_key(tmp_path, line):
    key = line.split(" =")[0]
    text = "\n".join(
        line if old.startswith(f"{key} =") else old for old in CASE.splitlines()
    )

    with pytest.raises(CaseError, match=rf"\$\.{key}"):
        read(tmp_path, text)


# Days


def test_days_are_those_that_a_half_open_period_touches():
    start = datetime(2023, 9, 2, 22, tzinfo=UTC)

    assert days_of(start, datetime(2023, 9, 4, tzinfo=UTC)) == [
        date(2023, 9, 2),
        date(2023, 9, 3),
    ]
    assert len(days_of(start, datetime(2023, 9, 4, 0, 0, 1, tzinfo=UTC))) == 3


TEMPO = """
[tempo]
before_days = 60
events = "events.csv"
"""


def test_events_are_the_dates_of_a_table_beside_the_case(tmp_path):
    (tmp_path / "events.csv").write_text("date_start,what\n2023-09-19,a\n2020-09,b\n")

    case = read(tmp_path, CASE + TEMPO)

    assert case.tempo.before_days == 60
    assert case.tempo.events == ("2023-09-19", "2020-09")


def test_a_table_of_events_without_dates_is_refused(tmp_path):
    (tmp_path / "events.csv").write_text("what\na\n")

    with pytest.raises(CaseError, match="no column date"):
        read(tmp_path, CASE + TEMPO)


def test_a_table_of_events_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(MissingInput):
        read(tmp_path, CASE + TEMPO)
