"""A reconstruction says so on every page and in every figure."""

import json
import re
import shutil
import subprocess

import pytest
from playwright.sync_api import sync_playwright

from builders.cases import CASE, small_case
from heavylift.dossier.build import build_dossier
from heavylift.dossier.case import read_case

CHROMIUM = shutil.which("chromium")

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not there")
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is not there"
)

SAID = "reconstruction = true\n"


@pytest.fixture(scope="module")
def dossier(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reconstructed")
    case = read_case(
        small_case(folder, CASE.replace("\n[period]", f"{SAID}\n[period]"))
    )
    return build_dossier(case, folder / "dossier")


@pytest.fixture(scope="module")
def report(dossier):
    return dossier.report.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as started:
        opened = started.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        yield opened
        opened.close()


def test_a_case_is_no_reconstruction_unless_it_says_so(tmp_path):
    made = build_dossier(read_case(small_case(tmp_path)), tmp_path / "dossier")

    report = made.report.read_text(encoding="utf-8")
    inputs = json.loads((made.folder / "inputs.json").read_text(encoding="utf-8"))
    assert "reconstruction" not in report.lower()
    assert inputs["reconstruction"] is False


def test_title_strip_finding_and_limits_say_it(dossier, report):
    assert re.search(r"<title>RECONSTRUCTION: ", report)
    assert re.search(r'<p class="stamped"><b>RECONSTRUCTION</b>', report)
    assert dossier.finding.startswith("Reconstruction: From ")
    assert dossier.finding in report
    assert report.index("nobody observed them") < report.index("Cargo is never")


def test_every_figure_bears_the_word_in_its_name_and_across_it(report):
    figures = re.findall(r"<svg.*?</svg>", report, re.DOTALL)

    # Map, flights per day and heights, each in two sizes.
    assert len(figures) == 6
    for figure in figures:
        assert re.search(r"<title>RECONSTRUCTION: ", figure)
        assert re.search(r'<text class="stamp"[^>]*>RECONSTRUCTION</text>', figure)


@needs_chromium
@pytest.mark.parametrize("width", [390, 1280])
def test_the_word_stays_inside_its_figure_and_the_strip_in_view(
    dossier, browser, width
):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(dossier.report.as_uri())

    boxes = page.evaluate(
        """() => [...document.querySelectorAll('.stamp')].map(t => {
             const a = t.getBoundingClientRect();
             const b = t.closest('svg').getBoundingClientRect();
             return [a.left - b.left, b.right - a.right, a.top - b.top,
                     b.bottom - a.bottom, a.width];
           }).filter(box => box[4] > 0)"""
    )
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    strip = page.evaluate(
        "document.querySelector('.stamped').getBoundingClientRect().top"
    )

    assert len(boxes) == 3
    assert min(edge for box in boxes for edge in box[:4]) >= 0
    assert strip == 0
    assert page.evaluate("document.documentElement.scrollWidth") == width


@needs_chromium
@needs_pdftotext
def test_every_printed_page_says_it_at_head_and_foot(dossier, browser, tmp_path):
    page = browser.new_page()
    page.goto(dossier.report.as_uri())

    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)

    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "report.pdf", "-"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    pages = text.split("\f")[:-1]
    assert len(pages) > 2
    for number, printed in enumerate(pages, 1):
        assert "RECONSTRUCTION: made-up positions" in printed
        assert f"RECONSTRUCTION, page {number}" in printed
