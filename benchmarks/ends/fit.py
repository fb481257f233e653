"""Fit the shapes of ``flights/likelihood.py`` on one half of the labelled flights.

    python -m benchmarks.ends.fit --shared ../shared

Prints the shapes for landings and take-offs and how they do on the other half, beside
the shapes now in the code. The penalty holds a parameter near what it is: a few
hundred flights to a handful of airfields know little of the world. Airfields weigh by
the square root of their number of ends, so that the largest set does not decide alone.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.ends.cuts import Cut, cut_flights
from benchmarks.ends.labels import Given, Role, read_labelled
from benchmarks.ends.outcomes import Outcome
from benchmarks.ends.score import HEAD, ROLES, by_group, is_fitted_on, line
from benchmarks.ends.scores import score
from heavylift.flights import ends as ends_module
from heavylift.flights import weigh as weigh_module
from heavylift.flights.find import Tally, flight_batches
from heavylift.flights.likelihood import (
    LANDING,
    TAKE_OFF,
    Shape,
    Situation,
    likelihood,
)
from heavylift.flights.states import EndStates
from heavylift.flights.weigh import Weighed
from heavylift.model.ends import EndClass
from heavylift.model.sources import SourceFile
from heavylift.reference.airfields import Airfields, load_airfields

#: Distances in km that are fitted on: where candidates are ranked.
FIT_KM: Final[dict[Role, list[float]]] = {
    "destination": [10, 20, 40, 60, 100],
    "origin": [5, 10, 20, 40, 60],
}

#: Parameters that are fitted; all but the mean are positive and moved by their log.
FITTED: Final = (
    "base_m",
    "mean",
    "spread",
    "spread_level",
    "turn_scale_m",
    "turn_most",
    "turns_low_deg",
    "turns_deg_m",
    "elsewhere",
    "sharpness",
)

#: What a change of a parameter by a factor e costs, in ends.
PENALTY: Final = 1.0

#: An airfield that is listed with less is as wrong as one with none.
LEAST: Final = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Ends on their way down (up) and their candidates, as the likelihood sees them.

    Attributes:
        cuts: The cut of each end.
        offsets: Where each end's pairs begin; shape ``(ends + 1,)``.
        true: Pair of the true airfield; -1 when it is no candidate.
        codes: Airfield of each pair.
        fit: Suitability of each pair.
        seen: Arguments of ``likelihood`` for each pair.
    """

    cuts: list[Cut]
    offsets: NDArray[np.int64]
    true: NDArray[np.int64]
    codes: NDArray[np.str_]
    fit: NDArray[np.float64]
    seen: Situation

    def weights(self, shape: Shape) -> tuple[Any, Any]:
        """Probability of each pair, and of elsewhere for each end."""
        weight = self.fit * likelihood(shape, self.seen) ** shape.sharpness
        total = np.add.reduceat(np.append(weight, 0.0), self.offsets[:-1])
        total = np.where(np.diff(self.offsets) > 0, total, 0.0) + shape.elsewhere
        return weight / np.repeat(total, np.diff(self.offsets)), shape.elsewhere / total


def collect(cuts: list[Cut], role: Role, airfields: Airfields) -> Pairs:
    """Run the stages over cuts and keep what the likelihood was asked."""
    of_name = {cut.name: cut for cut in cuts}
    files = max(int(c.piece.positions.file.max()) for c in cuts) + 1
    given = Given(
        pieces=[c.piece for c in cuts], files=[SourceFile(name="", reader="")] * files
    )
    kept: list[Cut] = []
    parts: list[tuple[NDArray[np.int64], Weighed, Situation]] = []
    step = 1 if role == "destination" else -1
    with _listening() as heard:
        for batch in flight_batches(given, Tally(), airfields=airfields):
            [(_, weighed, seen)] = [h for h in heard if h[0].step == step]
            heard.clear()
            tracks = batch.table["track"].to_pylist()
            ends = {t: i for i, t in reversed(list(enumerate(tracks)))}
            if role == "destination":
                ends = {t: i for i, t in enumerate(tracks)}
            for track, end in ends.items():
                if weighed.heading_down[end]:
                    kept.append(of_name[track])
                    rows = np.arange(weighed.offsets[end], weighed.offsets[end + 1])
                    parts.append((rows, weighed, seen))
    codes = np.concatenate([airfields.code[w.field[r]] for r, w, _ in parts])
    offsets = np.concatenate([[0], np.cumsum([len(r) for r, _, _ in parts])])
    true = np.full(len(kept), -1)
    for e, cut in enumerate(kept):
        found = np.flatnonzero(codes[offsets[e] : offsets[e + 1]] == cut.airfield)
        if len(found):
            true[e] = offsets[e] + found[0]
    return Pairs(
        cuts=kept,
        offsets=offsets,
        true=true,
        codes=codes,
        fit=np.concatenate([w.fit[r] for r, w, _ in parts]),
        seen=Situation(
            **{
                f.name: np.concatenate([getattr(s, f.name)[r] for r, _, s in parts])
                for f in fields(Situation)
            }
        ),
    )


Heard = list[tuple[EndStates, Weighed, Situation]]


@contextmanager
def _listening() -> Iterator[Heard]:
    """Note what is weighed, and what the likelihood is asked meanwhile."""
    heard: Heard = []
    asked: list[Situation] = []
    real_weigh = weigh_module.weigh
    real_likelihood = likelihood

    def ask(shape: Shape, seen: Situation) -> NDArray[np.float64]:
        asked.append(seen)
        return real_likelihood(shape, seen)

    def note(positions: Any, altitude: Any, states: EndStates, *others: Any) -> Weighed:  # noqa: ANN401
        weighed = real_weigh(positions, altitude, states, *others)
        heard.append((states, weighed, asked.pop()))
        return weighed

    setattr(ends_module, "weigh", note)  # noqa: B010
    setattr(weigh_module, "likelihood", ask)  # noqa: B010
    try:
        yield heard
    finally:
        setattr(ends_module, "weigh", real_weigh)  # noqa: B010
        setattr(weigh_module, "likelihood", real_likelihood)  # noqa: B010


def fit(pairs: Pairs, start: Shape) -> Shape:
    """Fit a shape on the half that is for fitting."""
    used = np.array([is_fitted_on(cut.flight) for cut in pairs.cuts])
    number = Counter(cut.airfield for cut in pairs.cuts)
    weight = np.array([number[cut.airfield] ** -0.5 for cut in pairs.cuts])
    begin = _packed(start)

    def cost(z: NDArray[np.float64]) -> float:
        p, rest = pairs.weights(_shape(start, z))
        of_truth = np.where(pairs.true >= 0, p[pairs.true], rest)
        loss = -np.log(np.maximum(of_truth, LEAST)) * weight
        return float(loss[used].sum() + PENALTY * ((z - begin) ** 2).sum())

    found = minimize(
        cost,
        begin,
        method="Powell",
        options={"maxiter": 10, "xtol": 1e-2, "ftol": 1e-4},
    ).x
    return _shape(start, found)


def _packed(shape: Shape) -> NDArray[np.float64]:
    values = [getattr(shape, name) for name in FITTED]
    return np.array(
        [v if n == "mean" else np.log(v) for n, v in zip(FITTED, values, strict=True)]
    )


def _shape(start: Shape, z: NDArray[np.float64]) -> Shape:
    named = {
        n: float(v) if n == "mean" else float(np.exp(v))
        for n, v in zip(FITTED, z, strict=True)
    }
    return replace(start, **named)


def outcomes(pairs: Pairs, shape: Shape) -> list[Outcome]:
    """Rank the candidates of ends that nothing was fitted on."""
    p, _ = pairs.weights(shape)
    found = []
    for e, cut in enumerate(pairs.cuts):
        if is_fitted_on(cut.flight):
            continue
        own = slice(int(pairs.offsets[e]), int(pairs.offsets[e + 1]))
        order = own.start + np.argsort(-p[own], kind="stable")[:8]
        found.append(
            Outcome(
                group=cut.group,
                flight=cut.flight,
                truth=cut.airfield,
                end_class=EndClass.TOWARD,
                airfield="",
                candidates=tuple((str(pairs.codes[i]), float(p[i])) for i in order),
                close=False,
                baselines={},
            )
        )
    return found


def main() -> None:
    """Fit both roles and print what comes out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    shared: Path = parser.parse_args().shared
    airfields = load_airfields()
    for role in ROLES:
        start = LANDING if role == "destination" else TAKE_OFF
        cuts = [
            cut
            for labelled in read_labelled(shared, role)
            for cut in cut_flights(labelled, role, airfields, FIT_KM[role])
        ]
        pairs = collect(cuts, role, airfields)
        shape = fit(pairs, start)
        print(f"\n# {role}: fitted on one half of the flights")
        for f in fields(Shape):
            now, then = getattr(start, f.name), getattr(shape, f.name)
            print(f"  {f.name:14s} {now:10.4g} -> {then:10.4g}")
        for name, s in (("now", start), ("fitted", shape)):
            print(f"\n{name}, on the other half, prior off\n{HEAD}")
            for group, own in by_group(outcomes(pairs, s)).items():
                print(line(group.lstrip("~"), score(own)))


if __name__ == "__main__":
    main()
