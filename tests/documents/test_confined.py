"""What is hostile is read in a process that can be ended."""

import os
import subprocess
import sys
import time

import pytest

from builders.documents import SENTENCES, news, page, pdf
from heavylift.documents.confined import SECONDS, Confined
from heavylift.errors import DocumentError

#: Hundreds of thousands of attributes: parsers compare each with all before.
SLOW = ("<html><p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">x").encode()


@pytest.fixture
def reader():
    with Confined() as made:
        yield made


def test_pages_and_pdfs_are_read(reader):
    assert SENTENCES[0] in reader.read("page", news(), "a.html").text
    assert reader.read("pdf", pdf("Six flights."), "a.pdf").text == "Six flights."


def test_what_was_wrong_comes_back_with_what_to_do(reader):
    with pytest.raises(DocumentError, match=r"a\.pdf: a PDF that cannot be read") as e:
        reader.read("pdf", b"%PDF-", "a.pdf")

    assert e.value.help.startswith("get it again")


def test_a_page_that_takes_too_long_is_given_up_and_the_next_one_read():
    started = time.monotonic()
    with Confined(seconds={**SECONDS, "page": 2.0}) as reader:
        with pytest.raises(DocumentError, match="not read after 2 seconds"):
            reader.read("page", SLOW, "a.html")

        again = reader.read("page", news(), "b.html")

    assert SENTENCES[0] in again.text
    assert time.monotonic() - started < 20


def test_a_page_that_takes_too_much_memory_is_given_up_and_the_next_one_read():
    large = page("".join(f"<p>{n} {SENTENCES[0]}</p>" for n in range(100_000))).encode()
    with Confined(memory_bytes=150_000_000) as reader:
        with pytest.raises(DocumentError, match="memory"):
            reader.read("page", large, "a.html")

        again = reader.read("page", news(), "b.html")

    assert SENTENCES[0] in again.text


def test_a_reader_that_died_is_replaced(reader):
    reader.read("page", news(), "a.html")
    os.kill(reader._process.pid, 9)
    reader._process.wait()

    assert reader.read("page", news(), "a.html").text


def test_nothing_is_left_running():
    with Confined() as reader:
        reader.read("page", news(), "a.html")
        process = reader._process

    assert process.poll() is not None


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('example.invalid', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "open({path!r}, 'wb', 0).write(b'x')",
    ],
)
def test_the_process_opens_no_connection_starts_no_program_and_writes_no_file(
    tmp_path, attempt
):
    path = tmp_path / "written"
    program = (
        "import sys; from heavylift.documents.confinement import _confine\n"
        "_confine(2_000_000_000)\n" + attempt.format(path=str(path))
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}\n{program}"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert not path.exists() or path.stat().st_size == 0
