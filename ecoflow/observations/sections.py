"""The stations met in a run, and the name each gets in the `section` column."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct, field

_HALF_WIDTH = str.maketrans({"（": "(", "）": ")"})


def tidy_name(text: str) -> str:
    """The name as it stands, brackets half-width: `广北滨河路(桥）` is `广北滨河路(桥)`."""
    return text.translate(_HALF_WIDTH).strip()


class Station(Struct, frozen=True, order=True):
    """What tells stations apart: the same name occurs in several provinces and basins."""

    name: str
    province: str
    basin: str


class Stations(Struct):
    """Numbers stations in the order they are met; remembers the latest city and river a tooltip told."""

    _numbers: dict[Station, int] = field(default_factory=dict)
    _places: dict[int, tuple[int, str, str]] = field(default_factory=dict)

    def number(self, province: str, basin: str, name: str) -> int:
        """The station's number in this run."""
        return self._numbers.setdefault(Station(tidy_name(name), province, basin), len(self._numbers))

    def locate(self, number: int, recorded: int, city: str, river: str) -> None:
        """Remember where a station lies; the latest told wins, whatever order the files are read in."""
        told = (recorded, city, river)
        if (city or river) and told > self._places.get(number, (-1, "", "")):
            self._places[number] = told

    def names(self) -> tuple[str, ...]:
        """The name of every station by its number.

        Stations that share a name all become `name@province`, and `name@province@basin` where that is shared too.
        """
        named = Counter(station.name for station in self._numbers)
        placed = Counter((station.name, station.province) for station in self._numbers)
        return tuple(
            station.name
            if named[station.name] == 1
            else f"{station.name}@{station.province}"
            if placed[station.name, station.province] == 1
            else f"{station.name}@{station.province}@{station.basin}"
            for station in self._numbers
        )

    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """(section, province, basin, city, river) of every station, sorted by section; blank where never told."""
        names = self.names()
        return sorted(
            (names[number], station.province, station.basin, *self._places.get(number, (0, "", ""))[1:])
            for station, number in self._numbers.items()
        )
