"""The study of rates runs, and what it makes up is as it says."""

import numpy as np
import pytest

from benchmarks.tempo.__main__ import PARTS
from benchmarks.tempo.made_up import Design, strew
from benchmarks.tempo.pictures import naive_and_normalised, power_curves


@pytest.mark.parametrize("kind", ["independent", "weekly rates", "consignments"])
@pytest.mark.parametrize("change", [1.0, 3.0, 1 / 3])
def test_made_up_rotations_have_the_rates_that_were_asked_for(kind, change):
    design = Design(kind=kind, change=change, expected=10.0)

    counts = strew(design, 3000, np.random.default_rng(1), ratio=2.0)

    during = counts[:, :28].sum(axis=1).mean()
    baseline = counts[:, 28:].sum(axis=1).mean()
    assert during == pytest.approx(20, rel=0.05)
    assert baseline == pytest.approx(10 / design.odds, rel=0.05)


def test_clusters_make_counts_vary_more():
    spreads = [
        strew(Design(kind=kind), 2000, np.random.default_rng(2)).sum(axis=1).var()
        for kind in ("independent", "weekly rates", "consignments")
    ]

    assert spreads[0] == pytest.approx(70, rel=0.1)
    assert min(spreads[1:]) > 1.5 * spreads[0]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part[0].__name__)
def test_every_part_of_the_study_gives_whole_tables_and_the_same_again(part):
    tables = list(part[0](4, 3))

    assert tables
    assert all(len(row) == len(t.head) for t in tables for row in t.rows)
    assert [str(t) for t in part[0](4, 3)] == [str(t) for t in tables]


def test_the_figures_of_the_documentation_are_those_of_the_code(pytestconfig):
    images = pytestconfig.rootpath / "docs" / "images"
    help = "python -m benchmarks.tempo --runs 1 --figures docs/images"

    drawn = {
        "surges-found.svg": power_curves(),
        "naive-and-normalised.svg": naive_and_normalised(),
    }

    for name, svg in drawn.items():
        assert (images / name).read_text("utf-8").strip() == svg, f"renew with: {help}"
