"""Two people at one thing: whoever changes it says which version they looked at. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_


@dataclass(eq=False)
class ChangedMeanwhile(InputRejected):
    """Somebody else was quicker: version ``expected`` was to be changed, ``current`` is there."""

    expected: int
    current: int
    sentence = N_("Somebody else has changed this in the meantime. Look at it again.")


def check_version(*, expected: int, current: int) -> None:
    """Raise ChangedMeanwhile unless both are the same version."""
    if expected != current:
        raise ChangedMeanwhile(expected, current)
