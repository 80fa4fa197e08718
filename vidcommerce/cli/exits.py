"""The one table from errors to exit codes, so that a script can tell them apart.

0 is success, 1 a bug of ours, 2 a command typed wrong, 10 to 79 something that the person can
mend, 80 to 119 something that we must, 130 an interruption, as shells count it.
"""

from __future__ import annotations

from typing import Final

from vidcommerce.errors import VidcommerceError

OK = 0
BUG = 1
USAGE = 2
INTERRUPTED = 130

CODES: Final = {}
"""By the name of the error's class, which is what it is called in JSON too."""


def code_of(error: VidcommerceError) -> int:
    """Return the exit code of an error."""
    return CODES[type(error).__name__]
