"""The text of a made-up trace file, in the layout of readsb's ``json_out.c``.

Every row is on its own line with 14 fields, with a details object on every fourth.
"""

from __future__ import annotations

import numpy as np

from benchmarks.airframes import Airframe
from benchmarks.tracks import DAY_S, Leg

#: readsb's names of how a position was known, and how often each.
SOURCES = ("adsb_icao", "mlat", "adsr_icao", "adsb_icao_nt")
SOURCE_WEIGHTS = (0.86, 0.09, 0.03, 0.02)

#: Written to a row's flags; see readsb's README-json.md.
STALE = 1
NEW_LEG = 2


class TraceWriter:
    """Writes the files of one aircraft; holds what stays the same for all its rows."""

    def __init__(
        self, rng: np.random.Generator, icao24: str, airframe: Airframe
    ) -> None:
        self.rng = rng
        self.source = str(rng.choice(SOURCES, p=SOURCE_WEIGHTS))
        self.sends_more = bool(rng.random() < 0.35)
        self.squawk = "".join(str(digit) for digit in rng.integers(0, 8, 4))
        self.cruise_ft = int(airframe.cruise_ft)
        self.head = (
            f'{{"icao":"{icao24}",\n"r":"T-{icao24.upper()}",\n'
            f'"t":"{airframe.designator}",\n"dbFlags":{int(airframe.military)},\n'
            f'"desc":"{airframe.description}",\n'
        )

    def file(
        self, day_s: float, flights: list[Leg], signs: list[str]
    ) -> tuple[str, int]:
        """Write one day; gives the JSON and the number of rows."""
        lines: list[str] = []
        for leg, sign in zip(flights, signs, strict=True):
            inside = (leg.time_s >= day_s) & (leg.time_s < day_s + DAY_S)
            if inside.any():
                lines += self._rows(leg, inside, day_s, sign, bool(lines))
        text = f'{self.head}"timestamp": {day_s:.3f},\n"trace":[ \n'
        return text + ",\n".join(lines) + " ]\n }\n", len(lines)

    def _rows(
        self, leg: Leg, inside: np.ndarray, day_s: float, sign: str, later: bool
    ) -> list[str]:
        mlat = self.source == "mlat"
        time_s = leg.time_s[inside]
        ground = leg.ground[inside].tolist()
        flags = np.where(np.diff(time_s, prepend=0.0) > 20, STALE, 0)
        flags[0] |= NEW_LEG if later else 0
        altitude = leg.altitude_ft[inside].astype(int)
        # Geometric height differs by weather: a few per cent here.
        geometric = (np.round(altitude * 1.02 / 25) * 25 + 400).astype(int).tolist()
        rate = leg.rate_fpm[inside].astype(int).tolist()
        no_speed = (self.rng.random(len(time_s)) < 0.03).tolist()
        ias = np.maximum(leg.speed_kt[inside] * 0.75, 40).astype(int).tolist()
        roll = self.rng.normal(0, 1.2, len(time_s)).tolist()
        speed, track = leg.speed_kt[inside].tolist(), leg.track_deg[inside].tolist()
        rows = zip(
            (time_s - day_s).tolist(),
            leg.lat[inside].tolist(),
            leg.lon[inside].tolist(),
            flags.tolist(),
            altitude.tolist(),
            strict=True,
        )
        lines = []
        for i, (seconds, lat, lon, flag, feet) in enumerate(rows):
            if ground[i]:
                height, climb, tail = '"ground"', "null", "null,null,null,null"
            else:
                height, climb = str(feet), str(rate[i])
                tail = "null" if mlat else str(geometric[i])
                if self.sends_more and not mlat:
                    tail += f",{rate[i]},{ias[i]},{roll[i]:.1f}"
                else:
                    tail += ",null,null,null"
            motion = "null,null" if no_speed[i] else f"{speed[i]:.1f},{track[i]:.1f}"
            details = "null"
            if i % 4 == 3:
                more = "" if ground[i] else self._air(geometric[i], rate[i], speed[i])
                details = self._details(sign, more, track[i], ground[i])
            lines.append(
                f"[{seconds:.2f},{lat:.6f},{lon:.6f},{height},{motion},{flag},{climb},"
                f'{details},"{self.source}",{tail}]'
            )
        return lines

    def _air(self, geometric_ft: int, rate_fpm: int, speed_kt: float) -> str:
        more = f'"baro_rate":{rate_fpm},'
        if self.source != "mlat":
            more = f'"alt_geom":{geometric_ft},{more}'
        if self.sends_more:
            more += (
                f'"tas":{speed_kt:.0f},"mach":{speed_kt / 600:.3f},"wd":214,"ws":41,'
            )
        return more

    def _details(self, sign: str, more: str, track_deg: float, ground: bool) -> str:
        heading = "true_heading" if ground else "track"
        text = (
            f'{{"type":"{self.source}","flight":"{sign:<8}",{more}'
            f'"{heading}":{track_deg:.2f},"squawk":"{self.squawk}"'
        )
        if self.source != "mlat":
            text += ',"emergency":"none","category":"A3"'
            if not ground:
                text += (
                    f',"nav_qnh":1013.6,"nav_altitude_mcp":{self.cruise_ft},'
                    f'"nav_heading":{track_deg // 1:.2f}'
                )
            text += (
                ',"nic":8,"rc":186,"version":2,"nic_baro":1,"nac_p":10,"nac_v":2,'
                '"sil":3,"sil_type":"perhour","gva":2,"sda":2,"alert":0,"spi":0'
            )
        return text + "}"
