"""What a person wants made: clips, a product, and wishes; and the files that they bring along."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from vidcommerce.documents import read_json
from vidcommerce.drafting.takes import Aspect
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.media.plan import EditPlan

_LARGEST_TEXT = 4 << 20
"""Bytes of a plan or a script; a plan of an hour has a tenth of this."""


@dataclass(eq=False)
class FileMissing(InputRejected):
    """A file that was named is not there."""

    file: str
    sentence = N_("There is no file {file}.")


@dataclass(eq=False)
class TextUnreadable(InputRejected):
    """A file that should hold text does not."""

    file: str
    sentence = N_("{file} can't be read: it is not a text in UTF-8.")


@dataclass(frozen=True, slots=True)
class Commission:
    """One video, as it was asked for.

    ``music`` is "auto", "none" or a file. ``language`` is a BCP 47 tag or None to find out.
    ``model`` names a Whisper model or its folder, "none" for no recogniser, None for what the
    settings say. ``script`` holds the lines that are said, ``plan`` an edited plan.
    """

    clips: tuple[Path, ...]
    product: Path
    target: Path
    music: str = "auto"
    language: str | None = None
    model: str | None = None
    script: Path | None = None
    aspect: Aspect = Aspect.PORTRAIT
    max_seconds: int = 60
    plan: Path | None = None


def read_text(file: Path) -> str:
    """Return the text of a file that a person gave. Raises FileMissing or TextUnreadable."""
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST_TEXT + 1)
        if len(data) > _LARGEST_TEXT:
            raise TextUnreadable(file.name)
        return data.decode("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise FileMissing(str(file)) from error
    except UnicodeDecodeError as error:
        raise TextUnreadable(file.name) from error


def read_script(file: Path) -> tuple[str, ...]:
    """Return the lines that are said, without empty ones."""
    return tuple(line.strip() for line in read_text(file).splitlines() if line.strip())


def read_plan(file: Path) -> EditPlan:
    """Return an edited plan. Raises as reading text and checking plans do."""
    return read_json(EditPlan, read_text(file))


def sha256_of(file: Path) -> str:
    """Return the name of a file's bytes. Raises FileMissing."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise FileMissing(str(file)) from error
