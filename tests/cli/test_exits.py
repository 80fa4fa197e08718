"""Exit codes: one for each thing that can go wrong."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import vidcommerce
from vidcommerce.cli.exits import CODES, INTERRUPTED
from vidcommerce.errors import InputRejected, VidcommerceError, WorkFailed

_SERVICE = (
    "accounts", "clips", "comments", "flags", "offers", "publishing", "reviews", "webhooks", "jobs",
)  # fmt: skip
"""Rooms of the service, whose errors are told apart by HTTP statuses (see api/errors.py)."""


def _kinds(root: type[VidcommerceError]) -> Iterator[type[VidcommerceError]]:
    for kind in root.__subclasses__():
        if kind not in (InputRejected, WorkFailed):
            yield kind
        yield from _kinds(kind)


def test_every_error_has_an_exit_code_of_its_own() -> None:
    """The table names exactly the errors there are, and no code stands for two of them."""
    for module in pkgutil.walk_packages(vidcommerce.__path__, "vidcommerce."):
        if not module.name.endswith(("_child", "__main__")):
            importlib.import_module(module.name)
    kinds = {kind.__name__: kind for kind in _kinds(VidcommerceError)
             if kind.__module__.startswith("vidcommerce.")
             and kind.__module__.split(".")[1] not in _SERVICE}  # fmt: skip
    assert sorted(CODES) == sorted(kinds)
    assert len(set(CODES.values())) == len(CODES)
    for name, kind in kinds.items():
        low, high = (10, 79) if issubclass(kind, InputRejected) else (80, 119)
        assert low <= CODES[name] <= high or CODES[name] == INTERRUPTED


def test_every_error_says_one_plain_sentence() -> None:
    """A sentence ends, and its fields are fields of the error."""
    for kind in _kinds(VidcommerceError):
        if kind.__module__.startswith("vidcommerce."):
            said = kind.sentence.format_map(dict.fromkeys(kind.__dataclass_fields__, 1))
            assert "{" not in said
