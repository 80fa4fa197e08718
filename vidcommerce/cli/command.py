"""Runs a command: one plain sentence and an exit code for whatever goes wrong."""

from __future__ import annotations

import argparse
import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from vidcommerce.cli import exits
from vidcommerce.cli.parser import parser
from vidcommerce.cli.progress import JsonLines
from vidcommerce.errors import VidcommerceError
from vidcommerce.language import N_, Words, words
from vidcommerce.media.ffmpeg import DiskFull, Stopped
from vidcommerce.workplace import FolderUnusable

_BUG = N_("Something is wrong in vidcommerce itself; the details are in {file}.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code (see :mod:`vidcommerce.cli.exits`)."""
    said = words(_language())
    given = parser(said).parse_args(arguments)
    try:
        return _command(given.command)(given, said)
    except VidcommerceError as error:
        return _fail(given, said.explain(error), type(error).__name__, exits.code_of(error))
    except KeyboardInterrupt:
        return _fail(given, said.explain(Stopped()), "Stopped", exits.INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has gone (a pager, head): nothing is left to say, nor to whom.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exits.INTERRUPTED
    except OSError as error:
        return _fail_at_files(given, said, error)
    except Exception as bug:  # noqa: BLE001 - the edge: a person never sees a traceback
        return _fail(given, said.say(_BUG, file=_written(bug)), "Bug", exits.BUG)


def _command(name: str) -> Callable[[argparse.Namespace, Words], int]:
    """Import only what the command needs: asking for help must not load OpenCV."""
    run: Callable[[argparse.Namespace, Words], int] = import_module(f"vidcommerce.cli.{name}").run
    return run


def _fail(given: argparse.Namespace, sentence: str, error: str, code: int) -> int:
    if getattr(given, "json", False):
        JsonLines(words("en")).write(event="error", error=error, text=sentence, exit_code=code)
    else:
        print(sentence, file=sys.stderr)
    return code


def _fail_at_files(given: argparse.Namespace, said: Words, error: OSError) -> int:
    """Say what is wrong with a disk or a folder; any other trouble with files is a bug of ours."""
    place = str(error.filename or getattr(given, "out", "."))
    known: dict[int, VidcommerceError] = {
        errno.ENOSPC: DiskFull(place),
        errno.EDQUOT: DiskFull(place),
        errno.EFBIG: DiskFull(place),
        errno.EACCES: FolderUnusable(place),
        errno.EPERM: FolderUnusable(place),
        errno.EROFS: FolderUnusable(place),
    }
    fact = known.get(error.errno or 0)
    if fact is None:
        return _fail(given, said.say(_BUG, file=_written(error)), "Bug", exits.BUG)
    return _fail(given, said.explain(fact), type(fact).__name__, exits.code_of(fact))


def _written(bug: Exception) -> Path:
    """Keep what happened for whoever mends it."""
    descriptor, name = tempfile.mkstemp(prefix="vidcommerce-bug-", suffix=".txt")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        traceback.print_exception(bug, file=file)
    return Path(name)


def _language() -> str:
    """Return the language of the terminal, as gettext chooses it."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.split(":")[0].split(".")[0]
    return "en"
