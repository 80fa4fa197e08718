"""Exit codes: one for each thing that can go wrong."""

from __future__ import annotations

import importlib
import json
import pkgutil
import subprocess
import sys
from collections.abc import Iterator

import vidcommerce
from vidcommerce.cli.exits import CODES, FAILED_IN_SERVICE, INTERRUPTED, REFUSED_BY_SERVICE
from vidcommerce.errors import InputRejected, VidcommerceError, WorkFailed

_NAMES = """
import importlib, json
from vidcommerce.errors import InputRejected, VidcommerceError, WorkFailed
for command in ("make", "inspect", "verify", "plan", "models", "doctor"):
    importlib.import_module(f"vidcommerce.cli.{command}")
def kinds(root):
    for kind in root.__subclasses__():
        yield kind
        yield from kinds(kind)
names = {kind.__name__: issubclass(kind, InputRejected) for kind in kinds(VidcommerceError)}
print(json.dumps({n: i for n, i in names.items() if n not in ("InputRejected", "WorkFailed")}))
"""
"""Lists the errors that the commands without a service know, and whose fault each is; in a process
of its own, because these tests know the service's errors too, which HTTP statuses tell apart."""


def _kinds(root: type[VidcommerceError]) -> Iterator[type[VidcommerceError]]:
    for kind in root.__subclasses__():
        if kind not in (InputRejected, WorkFailed):
            yield kind
        yield from _kinds(kind)


def test_every_error_has_an_exit_code_of_its_own() -> None:
    """The table names exactly the errors there are, and no code stands for two of them."""
    told = subprocess.run([sys.executable, "-c", _NAMES], capture_output=True, check=True).stdout
    theirs = json.loads(told)
    assert sorted(CODES) == sorted(theirs)
    assert len(set(CODES.values())) == len(CODES)
    for name, rejected in theirs.items():
        low, high = (10, REFUSED_BY_SERVICE - 1) if rejected else (80, FAILED_IN_SERVICE - 1)
        assert low <= CODES[name] <= high or CODES[name] == INTERRUPTED


def test_every_error_says_one_plain_sentence() -> None:
    """A sentence ends, and its fields are fields of the error."""
    for module in pkgutil.walk_packages(vidcommerce.__path__, "vidcommerce."):
        if not module.name.endswith(("_child", "__main__", ".env")):
            importlib.import_module(module.name)
    for kind in _kinds(VidcommerceError):
        if kind.__module__.startswith("vidcommerce.") and hasattr(kind, "sentence"):
            said = kind.sentence.format_map(dict.fromkeys(kind.__dataclass_fields__, 1))
            assert "{" not in said
