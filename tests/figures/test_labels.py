"""Names beside marks."""

import numpy as np

from heavylift.figures.labels import Label, place_labels
from heavylift.figures.projections import Frame

FRAME = Frame(left=0, top=0, width=300, height=200)
NOTHING = np.empty((0, 2))


def label(text, x, y, keep=True):
    return Label(text=text, x=x, y=y, size=12, keep=keep)


def test_a_name_stands_right_of_its_mark_when_nothing_is_in_the_way():
    [placed] = place_labels([label("Ovda", 100, 100)], NOTHING, FRAME)

    assert placed.anchor == "start"
    assert placed.x > 100


def test_a_name_at_the_right_edge_stands_left_of_its_mark():
    [placed] = place_labels([label("Ovda", 295, 100)], NOTHING, FRAME)

    assert placed.anchor == "end"


def test_a_name_avoids_busy_places():
    busy = np.stack([np.linspace(105, 150, 50), np.full(50, 100.0)], axis=1)

    [placed] = place_labels([label("Ovda", 100, 100)], busy, FRAME)

    assert placed.anchor != "start" or placed.y != 100 + 0.35 * 12


def test_names_of_the_background_give_way():
    background = [label(f"Field {i}", 100, 100, keep=False) for i in range(20)]

    first, *others = place_labels(
        [label("Khrabrovo", 100, 100), *background], NOTHING, FRAME
    )

    assert first.label.text == "Khrabrovo"
    assert len(others) < 8


def test_a_name_of_the_case_never_does():
    crowd = [label(f"Airfield {i}", 100, 100) for i in range(12)]

    assert len(place_labels(crowd, NOTHING, FRAME)) == 12
