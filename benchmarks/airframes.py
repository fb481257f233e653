"""Types of aircraft that fly in the made-up archives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Airframe:
    """A type of aircraft, as far as its tracks depend on it."""

    designator: str
    description: str
    cruise_kt: float
    cruise_ft: float
    range_km: float
    military: bool = False


#: Airliners and freighters with round figures; the weights beside are how often.
AIRFRAMES = (
    Airframe(
        designator="B738",
        description="BOEING 737-800",
        cruise_kt=450,
        cruise_ft=36000,
        range_km=4000,
    ),
    Airframe(
        designator="B77W",
        description="BOEING 777-300ER",
        cruise_kt=485,
        cruise_ft=35000,
        range_km=11000,
    ),
    Airframe(
        designator="AT76",
        description="ATR-72-600",
        cruise_kt=270,
        cruise_ft=18000,
        range_km=1200,
    ),
    Airframe(
        designator="IL76",
        description="ILYUSHIN Il-76",
        cruise_kt=430,
        cruise_ft=31000,
        range_km=5000,
    ),
    Airframe(
        designator="B744",
        description="BOEING 747-400",
        cruise_kt=490,
        cruise_ft=34000,
        range_km=9000,
    ),
    Airframe(
        designator="C17",
        description="BOEING C-17 Globemaster 3",
        cruise_kt=450,
        cruise_ft=32000,
        range_km=5000,
        military=True,
    ),
)
WEIGHTS = (0.5, 0.12, 0.18, 0.06, 0.08, 0.06)
