"""Which network gave an end."""

import pytest

from builders.flights import (
    flight_values,
    flights_table,
)
from builders.landings import at_height
from heavylift.exposure import (
    ends_at,
    visibility_of,
)
from heavylift.exposure.networks import network_of
from heavylift.reference.airfields import load_airfields

AIRFIELDS = load_airfields()


@pytest.mark.parametrize(
    ("file", "network"),
    [
        ("v2023.09.02-planes-readsb-prod-0.tar.aa/traces/a0/trace.json", None),
        ("days/2022-03-01.parquet", "days"),
        ("states_2022-03-01-08.csv.gz", "states"),
        ("adsbx/2023/08/30/traces/8d/trace_full_34718d.json", "adsbx"),
        ("2022-03-01", "2022-03-01"),
        ("traces/8d/trace_full_34718d.json", "traces"),
        ("2023-08-30/trace_full_34718d.json", "traces"),
        ("mlat/8d/trace_full_34718d.json.gz", "mlat"),
    ],
)
def test_a_network_is_what_its_inputs_are_called_without_the_date(file, network):
    assert network_of(file) == (network or "planes-readsb-prod-0")


def test_networks_can_be_named():
    row = flight_values(1, None, at_height(900)[0], **at_height(900)[1])
    ends = ends_at(
        flights_table([row]),
        AIRFIELDS,
        ["UMKK"],
        "destination",
        networks={"positions.csv": "OpenSky"},
    )

    assert ends.networks == ("OpenSky",)
    assert visibility_of([ends.of_network("OpenSky")]).came_low == 1
    assert visibility_of([ends.of_network("another")]).came_low == 0
