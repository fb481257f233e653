"""Score the ends of labelled flights that were cut short.

    python -m benchmarks.ends.score --shared ../shared
    python -m benchmarks.ends.score --set mine positions.csv labels.csv --lift

For each set and distance: how many ends have a sure class, how many of those are right,
how often the true airfield ranks first and among the first three otherwise, and how
well the probabilities keep their word. With the prior on (usage weighs) and off; beside
baselines; with ``--lift`` once more without each piece of evidence. ``--half`` leaves
out the flights that ``fit`` was fitted on.

Both calibration errors are of all ends that name or rank airfields (a sure class says
1 of its airfield, and is judged by that), in ten bins of probability: the mean, over
all that is in the bins, of the distance between what was said and the share that came
true.

- ``ECE`` looks at the first candidate alone: of the ends whose likeliest airfield was
  given 0.8, were eight in ten there? One probability an end.
- ``all`` looks at every probability that is printed: all candidates and *elsewhere*.
  Most of those are small and nearly right, so it is the lower of the two.

A baseline answers where it can and says not how sure it is, so two figures set the ends
as found beside it. Ends are sorted by belief: 1 for a sure class, else the first
candidate's probability, 0 without candidates. *At its coverage*: as many ends as the
baseline names, those believed most first; how many are right? *At its precision*: down
to which belief are at least as many right as of the baseline's; how many ends is that?
"""

from __future__ import annotations

import argparse
import math
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from benchmarks.ends.cuts import Cut, cut_flights
from benchmarks.ends.evidence import EVIDENCE, without
from benchmarks.ends.labels import LabelledSet, Role, read_labelled, read_set
from benchmarks.ends.outcomes import BASELINES, Outcome, find_outcomes
from benchmarks.ends.scores import (
    Score,
    believed,
    reliability,
    score,
    side_by_side,
)
from heavylift.model.ends import CLASS_ORDER
from heavylift.reference.airfields import Airfields, load_airfields

#: Distances at which reception is made to end, in km.
CUTS_KM: Final[dict[Role, list[float]]] = {
    "destination": [0, 10, 20, 40, 60, 100],
    "origin": [0, 5, 10, 20, 40, 60],
}

ROLES: Final[tuple[Role, ...]] = ("destination", "origin")

HEAD: Final = (
    f"{'':34s} {'ends':>5s} {'sure%':>6s} {'right%':>6s} {'close':>6s} {'sure%':>6s} "
    f"{'listed':>6s} {'first%':>6s} {'in 3%':>6s} {'ECE':>6s} {'all':>6s} {'Brier':>6s}"
)


def is_fitted_on(flight: str) -> bool:
    """Whether a flight is in the half that shapes are fitted on.

    By a checksum of its name, so that all cuts of a flight are on one side, and the
    sides stay when other flights come.
    """
    return zlib.crc32(flight.encode()) % 2 == 0


def line(name: str, s: Score) -> str:
    """Write a score as a line of the table."""
    shares = (
        _percent(s.covered),
        _percent(s.precision),
        f"{s.close:6d}",
        _percent(s.covered_close),
        _percent(s.listed),
        _percent(s.first),
        _percent(s.three),
        *(_number(x) for x in (s.ece, s.ece_all, s.brier)),
    )
    return f"{name:34s} {s.ends:5d} {' '.join(shares)}"


def _percent(share: float) -> str:
    return "     –" if math.isnan(share) else f"{100 * share:6.1f}"


def _number(value: float) -> str:
    return "     –" if math.isnan(value) else f"{value:6.3f}"


def main() -> None:
    """Score both roles and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument(
        "--set",
        nargs=3,
        action="append",
        metavar=("NAME", "POSITIONS", "LABELS"),
        help="a set of your own in place of those in --shared; may be repeated",
    )
    parser.add_argument("--role", choices=ROLES, help="only this end")
    parser.add_argument("--cuts", help="distances in km, separated by commas")
    parser.add_argument("--lift", action="store_true", help="switch off each evidence")
    parser.add_argument(
        "--half", action="store_true", help="only flights that nothing was fitted on"
    )
    asked = parser.parse_args()
    airfields = load_airfields()
    for role in [asked.role] if asked.role else ROLES:
        sets = read_sets(asked.shared, asked.set, role)
        km = [float(x) for x in asked.cuts.split(",")] if asked.cuts else CUTS_KM[role]
        cuts = [c for s in sets for c in cut_flights(s, role, airfields, km)]
        print(f"\n# {role}: reception ends (begins) so far from the airfield")
        if asked.half:
            cuts = [c for c in cuts if not is_fitted_on(c.flight)]
            print("Only the half of the flights that no shape was fitted on.")
        else:
            print("All flights, those that shapes were fitted on included.")
        report(cuts, role, airfields, lift=asked.lift)


def read_sets(
    shared: Path, own: list[list[str]] | None, role: Role
) -> list[LabelledSet]:
    """Read the sets that were asked for."""
    if not own:
        return read_labelled(shared, role)
    return [
        read_set(name, Path(positions), Path(labels), role)
        for name, positions, labels in own
    ]


def report(cuts: list[Cut], role: Role, airfields: Airfields, *, lift: bool) -> None:
    """Print all tables of a role."""
    found = find_outcomes(cuts, role, airfields)
    with without("usage"):
        even = find_outcomes(cuts, role, airfields)
    print("\nprior on (usage)\n" + HEAD)
    _print_groups(found)
    print("\nprior off (even)\n" + HEAD)
    _print_groups(even)
    _print_classes(found)
    _print_reliability("prior on", found)
    _print_reliability("prior off", even)
    _print_baselines(found)
    if lift:
        print("\nwithout each piece of evidence, all sets and distances\n" + HEAD)
        print(line("with all", score(found)))
        for piece in EVIDENCE:
            with without(piece):
                print(
                    line(
                        f"without {piece}", score(find_outcomes(cuts, role, airfields))
                    )
                )


def by_group(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    """Sort outcomes by set and distance; ``all`` sets of a distance come last."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.group, []).append(outcome)
        distance = outcome.group.split(maxsplit=1)[1]
        groups.setdefault(f"~all {distance.strip():>10s}", []).append(outcome)
    return dict(sorted(groups.items()))


def _print_groups(outcomes: list[Outcome]) -> None:
    for group, own in by_group(outcomes).items():
        print(line(group.lstrip("~"), score(own)))


def _print_classes(outcomes: list[Outcome]) -> None:
    print("\nby class, all sets and distances (right: named, else ranked first)")
    for end_class in CLASS_ORDER:
        own = [o for o in outcomes if o.end_class is end_class]
        right = [
            (o.airfield or o.candidates[0][0]) == o.truth for o in own if o.candidates
        ]
        share = sum(right) / len(right) if right else float("nan")
        print(f"  {end_class:10s} {len(own):5d}  right {_percent(share)} %")


def _print_reliability(name: str, outcomes: list[Outcome]) -> None:
    ranked = [o for o in outcomes if not o.end_class.is_sure]
    for what, first_only in (("first candidate", True), ("all and elsewhere", False)):
        print(f"\nreliability, {name}, {what}: from, count, said, came true")
        for edge, n, said, came in reliability(
            *believed(ranked, first_only=first_only)
        ):
            print(f"  {edge:4.1f} {n:6d} {said:6.3f} {came:6.3f}")


BESIDE: Final = (
    f"{'':38s} {'named%':>6s} {'right%':>6s}   {'right% at':>13s} {'named% at':>13s}\n"
    f"{'':38s} {'':6s} {'':6s}   {'its coverage':>13s} {'its precision':>13s}"
)


def _print_baselines(outcomes: list[Outcome]) -> None:
    """Print each baseline beside the ends as found, by set and distance."""
    print("\nside by side, of all ends of a set and distance\n" + BESIDE)
    for group, own in by_group(outcomes).items():
        mine = score(own)
        print(group.lstrip("~"))
        print(
            f"  {'heavylift, sure classes':36s} {_percent(mine.covered)} "
            f"{_percent(mine.precision)}"
        )
        for name in BASELINES:
            beside = side_by_side(own, name)
            print(
                f"  {name:36s} {_percent(beside.covered)} {_percent(beside.precision)}"
                f"   {_percent(beside.right_as_covered):>13s} "
                f"{_percent(beside.covered_as_right):>13s}"
            )


if __name__ == "__main__":
    main()
