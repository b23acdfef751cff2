"""Places: points on Earth, and how far they are from each other."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final

# The Earth's mean radius, in kilometres.
_EARTH_KM: Final = 6_371.0


@dataclass(frozen=True, slots=True)
class Location:
    """A point on Earth, in degrees (WGS 84), perhaps with the name and address of a place."""

    latitude: float
    longitude: float
    name: str | None = None
    address: str | None = None

    def km_to(self, other: "Location") -> float:
        """How far it is to another place, in kilometres along the great circle."""
        north = radians(other.latitude - self.latitude)
        east = radians(other.longitude - self.longitude)
        across = cos(radians(self.latitude)) * cos(radians(other.latitude))
        chord = sin(north / 2) ** 2 + across * sin(east / 2) ** 2
        return 2 * _EARTH_KM * asin(min(1.0, sqrt(chord)))
