"""A track with fewer positions, its outermost kept, tells no other story.

Receivers and archives thin tracks: readsb keeps a position now and then, OpenSky one
in ten seconds. Which ones stay is chance, and chance must not name an airfield.
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.tracks import (
    changed,
    flight,
    found,
    found_after,
    lost_before,
    without_ground,
)

#: Short flights, most of them between neighbours that are easily mistaken.
ROUTES = [
    ("EGLC", "LFPB"),
    ("LFPG", "EGLL"),
    ("OTHH", "OMSJ"),
    ("OMDB", "OTHH"),
    ("KTEB", "KBOS"),
    ("KBOS", "KEWR"),
    ("KPSM", "KLGA"),
    ("LLBG", "LLOV"),
    ("HECA", "LLOV"),
    ("EYVI", "UMKK"),
    ("UMKK", "EYPA"),
    ("UGTB", "UBBB"),
]

WAYS = {
    "cruise_m": st.sampled_from([3_000.0, 6_000.0, 9_000.0]),
    "speed_ms": st.sampled_from([70.0, 110.0, 150.0, 230.0]),
    "final_m": st.sampled_from([8_000.0, 15_000.0, 25_000.0]),
    "climb_out_m": st.sampled_from([4_000.0, 10_000.0]),
}

ROLES = ("origin", "destination")


def heard(route, way, km, seed):
    """Airborne positions of a flight between some distances, some of them blurred."""
    made = without_ground(flight(*route, every_s=2.0, **way))
    made = lost_before(found_after(made, route[0], km[0]), route[1], km[1])
    rng = np.random.default_rng(seed)
    if rng.random() < 0.3:
        made = changed(
            made, slice(None), ground_speed_ms=np.nan, vertical_rate_ms=np.nan
        )
    if rng.random() < 0.3:  # 20 m of noise, a usual fix
        blur = rng.normal(0.0, 2e-4, (2, len(made)))
        made = changed(
            made,
            slice(None),
            lat_deg=made.lat_deg + blur[0],
            lon_deg=made.lon_deg + blur[1],
        )
    return made


def thinned(made, seed):
    """The outermost positions, one of every ten seconds, and a share of the rest."""
    rng = np.random.default_rng(seed)
    n = len(made)
    tenth = (made.time_ms - made.time_ms[0]) // 10_000
    first = np.flatnonzero(np.append(True, np.diff(tenth) > 0))
    keep = rng.random(n) < rng.choice([0.0, 0.1, 0.5])
    keep[rng.integers(first, np.append(first[1:], n))] = True
    keep[[0, -1]] = True
    return made.take(keep)


@given(
    st.sampled_from(ROUTES),
    st.fixed_dictionaries(WAYS),
    st.tuples(st.floats(0.5, 50), st.floats(0.5, 50)),
    st.integers(0, 2**32 - 1),
)
@settings(max_examples=60, deadline=None)
def test_thinning_never_names_another_airfield_nor_one_that_was_not_flown_to(
    route, way, km, seed
):
    made = heard(route, way, km, seed)

    [whole] = found(made)
    [thin] = found(thinned(made, seed))

    for role, flown in zip(ROLES, route, strict=True):
        if whole[role] and thin[role]:
            assert thin[role] == whole[role]
        elif thin[role]:
            assert thin[role] == flown


def test_thinning_seldom_gives_or_takes_a_sure_class():
    # Where a bound lies between (lined up for some seconds, descending at some rate)
    # which positions stay decides; such ends are few.
    rng = np.random.default_rng(2023)
    given_, taken, ends = 0, 0, 0

    for seed in range(150):
        route = ROUTES[seed % len(ROUTES)]
        km = rng.uniform(0.5, 20.0, 2)
        way = {
            "cruise_m": rng.choice([3_000.0, 6_000.0]),
            "final_m": rng.choice([8_000.0, 25_000.0]),
        }
        made = heard(route, way, km, seed)
        [whole], [thin] = found(made), found(thinned(made, seed))
        for role in ROLES:
            ends += 1
            given_ += bool(thin[role] and not whole[role])
            taken += bool(whole[role] and not thin[role])

    assert ends == 300
    assert given_ <= 1
    assert taken <= 6
