"""Factors between the units that aviation speaks and the SI units used inside.

Feet and knots exist only where data enters (``sources``) and where people read
(``figures``, ``exports``, ``dossier``, ``cli``).
"""

from __future__ import annotations

from typing import Final

#: International foot, exact by definition (1959).
METRES_PER_FOOT: Final = 0.3048

#: International nautical mile, exact by definition (1929).
METRES_PER_NAUTICAL_MILE: Final = 1852.0

#: One knot is one nautical mile an hour.
MS_PER_KNOT: Final = 1852.0 / 3600.0

#: One foot a minute, the unit of vertical rate in ADS-B.
MS_PER_FOOT_PER_MINUTE: Final = 0.3048 / 60.0

#: One kilometre an hour.
MS_PER_KMH: Final = 1.0 / 3.6
