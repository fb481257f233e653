"""Files that appear whole or not at all."""

import pytest

from heavylift.errors import CannotWrite
from heavylift.files import check_folder, replacing


def test_a_run_that_fails_leaves_the_old_file_whole_and_nothing_beside_it(tmp_path):
    path = tmp_path / "flights.csv"
    path.write_text("old")

    with pytest.raises(KeyboardInterrupt), replacing(path) as temporary:
        temporary.write_text("half of the n")
        raise KeyboardInterrupt

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_new_file_appears_only_when_it_is_whole(tmp_path):
    path = tmp_path / "deep" / "flights.csv"

    with replacing(path) as temporary:
        temporary.write_text("new")
        assert not path.exists()

    assert path.read_text() == "new"
    assert list(path.parent.iterdir()) == [path]


def test_others_may_read_what_was_written(tmp_path):
    path = tmp_path / "flights.csv"

    with replacing(path) as temporary:
        temporary.write_text("new")

    assert path.stat().st_mode & 0o044 == 0o044


def test_looking_whether_a_folder_can_be_written_to_makes_none(tmp_path):
    check_folder(tmp_path / "deep" / "down")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["taken", "taken/below"])
def test_a_file_in_the_place_of_a_folder_is_refused_with_a_way_out(tmp_path, name):
    (tmp_path / "taken").write_text("a file")

    with pytest.raises(CannotWrite, match=r"(?s)taken.*help: "):
        check_folder(tmp_path / name)


def test_a_folder_in_the_place_of_a_file_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "flights.csv"
    path.mkdir()

    with pytest.raises(CannotWrite, match=r"flights\.csv"), replacing(path) as new:
        new.write_text("new")

    assert list(tmp_path.iterdir()) == [path]
