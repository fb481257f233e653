"""Positions of one aircraft: merged, ordered, the impossible set apart."""

from heavylift.positions.judge import GivesPieces, judge_apart, judge_groups
from heavylift.positions.tracks import Tracks, merge_pieces
from heavylift.positions.trust import quarantine_impossible

__all__ = [
    "GivesPieces",
    "Tracks",
    "judge_apart",
    "judge_groups",
    "merge_pieces",
    "quarantine_impossible",
]
