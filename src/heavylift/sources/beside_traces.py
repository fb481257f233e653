"""Leave aside what says again, and less well, what traces beside it say.

A day as readsb keeps it (and adsb.lol publishes it) has a folder of traces, one of
heatmaps and lists of collision warnings. All of them come from the same receptions:
heatmaps are the same positions, one in half a minute, at the time of the slice instead
of their own. Read together, each position would be there twice, seconds apart.
"""

from __future__ import annotations

from heavylift.sources import refusals
from heavylift.sources.detect import Kind
from heavylift.sources.members import Catalogue, Member
from heavylift.sources.refusals import Findings


def leave_beside(catalogue: Catalogue) -> None:
    """Take out of a list what lies beside traces, and count it.

    In an input that has traces those are heatmaps, and whatever else its tar holds; a
    table that a user put into a folder of traces is read. Named as an input of its own,
    anything is.

    Args:
        catalogue: The list; changed.
    """
    traced = {m.source for m in catalogue.members if m.kind is Kind.READSB}
    kept = []
    for member in catalogue.members:
        if member.source in traced and _says_again(member):
            findings = Findings(refused=refusals.BESIDE_TRACES)
            findings.add_to(catalogue.reports[member.source], member.name)
        else:
            kept.append(member)
    catalogue.members[:] = kept


def _says_again(member: Member) -> bool:
    in_a_tar = member.parts is not None and member.kind is not Kind.READSB
    return in_a_tar or member.kind is Kind.HEATMAP
