"""Files to fetch, and a run that fetches them with short waits."""

from __future__ import annotations

import random

from heavylift.fetch.asking import Asking
from heavylift.fetch.etiquette import Etiquette
from heavylift.fetch.plan import Content, Item, Plan, Terms
from heavylift.fetch.run import fetch

TERMS = Terms(licence="made for a test", attribution="nobody")
QUICK = Etiquette(first_wait_s=0.01, silence_s=0.8, connect_s=2.0)


def data(size, seed=1):
    return random.Random(seed).randbytes(size)


def item(url, name="file", content=Content.TAR_PART, **more):
    return Item(url=url, name=name, content=content, terms=TERMS, **more)


class Silent:
    """Watches, and says nothing."""

    def begins(self, item):
        """Say nothing."""

    def has(self, size):
        """Say nothing."""

    def ends(self, item, entry):
        """Say nothing."""


def get(folder, *items, manners=QUICK):
    """Fetch items into a folder as a run of its own does."""
    done = fetch(Plan(folder=folder, items=items), Asking(manners), Silent())
    return done.entries[0] if len(done.entries) == len(items) == 1 else done
