"""The roots of every error that vidcommerce raises.

An error is named for the fact, carries what it speaks of as fields, and knows the one plain
sentence that a person reads. Exit codes and HTTP statuses are tables at the edges.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar


@dataclass(eq=False)
class VidcommerceError(Exception):
    """Something that the caller can be told in one sentence.

    ``sentence`` is an English template over the fields of the error, and at the same time the
    key under which the translation catalogues hold the sentence in other languages.
    """

    sentence: ClassVar[str]

    def facts(self) -> dict[str, Any]:
        """Return the fields that fill the sentence, by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.sentence.format_map(self.facts())

    def __reduce__(self) -> tuple[type[VidcommerceError], tuple[Any, ...]]:
        """Pickle by the fields, so that an error survives the way from a worker process."""
        return type(self), tuple(self.facts().values())


class InputRejected(VidcommerceError):
    """What a person gave can't be used; trying again changes nothing. Final."""


class WorkFailed(VidcommerceError):
    """Our own work failed on an input that may well be good. Trying again may help."""
