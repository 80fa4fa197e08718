"""How much a farmer and a station may send. Pure: what is used is counted elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.settings import Settings


@dataclass(eq=False)
class ClipTooLarge(InputRejected):
    """One clip is larger than any may be; ``most`` is in megabytes."""

    most: int
    sentence = N_("The clip is too large: {most} MB at most. Send a shorter one.")


@dataclass(eq=False)
class QuotaUsedUp(InputRejected):
    """Something that is limited is used up for now."""


@dataclass(eq=False)
class TooManyAtOnce(QuotaUsedUp):
    """The farmer, or the whole station, has too many clips on their way."""

    sentence = N_("Too many clips are on their way at once. Wait until some have arrived.")


@dataclass(eq=False)
class FarmerDayFull(QuotaUsedUp):
    """The farmer has sent what can be sent in a day."""

    sentence = N_("You have sent as much as can be sent in one day. Go on tomorrow.")


@dataclass(eq=False)
class StationDayFull(QuotaUsedUp):
    """The station has sent what can be sent in a day."""

    sentence = N_("Your station has sent as much as can be sent in one day. Go on tomorrow.")


@dataclass(frozen=True, slots=True)
class Usage:
    """What is used: bytes of the last 24 hours, and clips on their way now."""

    farmer_bytes: int
    farmer_uploads: int
    station_bytes: int
    station_uploads: int


def check(limits: Settings, used: Usage, length: int) -> None:
    """Let one more clip of ``length`` bytes be sent. Raises ClipTooLarge, QuotaUsedUp."""
    if length > limits.clip_bytes:
        raise ClipTooLarge(limits.clip_bytes // 1_000_000)
    if (
        used.farmer_uploads >= limits.farmer_uploads
        or used.station_uploads >= limits.station_uploads
    ):
        raise TooManyAtOnce
    if used.farmer_bytes + length > limits.farmer_bytes:
        raise FarmerDayFull
    if used.station_bytes + length > limits.station_bytes:
        raise StationDayFull
