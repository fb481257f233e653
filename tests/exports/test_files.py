"""Files that appear whole or not at all."""

import pytest

from heavylift.exports.files import replacing


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
