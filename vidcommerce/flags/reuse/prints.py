"""What a clip's picture and sound are known by again, and how that is kept. Pure.

A print holds, for two frames a second, some hundred places of the picture with what the picture
looks like around each (SIFT: Lowe, "Distinctive image features from scale-invariant keypoints",
2004, https://doi.org/10.1023/B:VISI.0000029664.99615.94), shortened by :mod:`.words`; for eight
frames a second a tiny grey picture, by which times are compared; and the sound's Chromaprint.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Final, Protocol, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from vidcommerce.errors import WorkFailed
from vidcommerce.language import N_

Bytes: TypeAlias = npt.NDArray[np.uint8]
Codes: TypeAlias = npt.NDArray[np.int8]
Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.int32]

VERSION: Final = 1
"""Raise it when the same clip gives another print: their names change with it."""

SIDE: Final = 512
"""Pixels of the long side of the pictures in which places are found."""

TINY: Final = 48
"""Pixels of each side of the tiny pictures, whatever the clip's shape."""

STEP: Final = 125
"""Milliseconds from one tiny picture to the next."""

EVERY: Final = 4
"""Places are found in each fourth of the pictures: two a second."""

LENGTH: Final = 64
"""Numbers that a place's look is shortened to."""

_FINE: Final = 64
_TURN: Final = 256
_SIZES: Final = 16


@dataclass(eq=False)
class PrintUnreadable(WorkFailed):
    """What is kept of a clip's print is no print."""

    sentence = N_("What a clip is known by again can't be read.")


class _Kept(Protocol):
    """A dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


Record = TypeVar("Record", bound=_Kept)


@dataclass(frozen=True, slots=True, eq=False)
class Spots:
    """Places of one frame, the most telling first.

    ``where`` are pixels (n, 2), ``size`` and ``angle`` (degrees) those of the neighbourhood,
    ``codes`` (n, 64) what it looks like.
    """

    where: Floats
    size: Floats
    angle: Floats
    codes: Codes

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.codes)


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """All of a clip's; ``width`` x ``height`` are those of the pictures in which places are."""

    width: int
    height: int
    starts: Ints
    where: npt.NDArray[np.uint16]
    size: Bytes
    angle: Bytes
    codes: Codes
    tiny: Bytes
    sound: npt.NDArray[np.uint32]

    @staticmethod
    def empty() -> Print:
        """Return that of a clip of which nothing is known."""
        nothing = np.zeros(0, np.uint8)
        return Print(
            SIDE, SIDE, np.zeros(1, np.int32), np.zeros((0, 2), np.uint16), nothing, nothing,
            np.zeros((0, LENGTH), np.int8), np.zeros((0, TINY, TINY), np.uint8),
            np.zeros(0, np.uint32),
        )  # fmt: skip

    @property
    def frames(self) -> int:
        """How many frames there are in which places were looked for."""
        return len(self.starts) - 1

    def grid(self) -> npt.NDArray[np.float64]:
        """Return what leads from a picture's pixels to those of its tiny one (3 x 3)."""
        across, down = TINY / self.width, TINY / self.height
        return np.array([[across, 0, across / 2 - 0.5], [0, down, down / 2 - 0.5], [0, 0, 1]])

    def spots(self, frame: int) -> Spots:
        """Return the places of a frame."""
        part = slice(int(self.starts[frame]), int(self.starts[frame + 1]))
        return Spots(
            (self.where[part] / _FINE).astype(np.float32),
            np.exp2(self.size[part] / _SIZES).astype(np.float32),
            self.angle[part].astype(np.float32) * (360 / _TURN),
            self.codes[part],
        )


def milliseconds(frame: int) -> int:
    """Return the time of a frame with places."""
    return frame * EVERY * STEP


def printed(
    shape: tuple[int, int],
    spots: list[Spots],
    tiny: Bytes,
    sound: npt.NDArray[np.uint32],
) -> Print:
    """Return the print of a clip whose pictures have the ``shape`` (width, height)."""
    return Print(
        width=shape[0],
        height=shape[1],
        starts=np.cumsum([0, *map(len, spots)]).astype(np.int32),
        where=_joined([one.where * _FINE for one in spots], np.uint16, (0, 2)),
        size=_joined([np.log2(one.size) * _SIZES for one in spots], np.uint8, (0,)),
        angle=_joined([one.angle * (_TURN / 360) % _TURN for one in spots], np.uint8, (0,)),
        codes=_joined([one.codes for one in spots], np.int8, (0, LENGTH)),
        tiny=tiny,
        sound=sound,
    )


def packed(record: Any) -> bytes:  # noqa: ANN401 - any record of arrays and whole numbers
    """Return a record of arrays and whole numbers as bytes, for :func:`unpacked`."""
    file = io.BytesIO()
    np.savez_compressed(file, **{one.name: getattr(record, one.name) for one in fields(record)})
    return file.getvalue()


def unpacked(kind: type[Record], kept: bytes) -> Record:
    """Return the record that :func:`packed` kept. Raises PrintUnreadable."""
    try:
        with np.load(io.BytesIO(kept), allow_pickle=False) as arrays:
            parts: dict[str, Any] = {one.name: arrays[one.name] for one in fields(kind)}
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise PrintUnreadable from error
    whole = {name: one if one.ndim else int(one) for name, one in parts.items()}
    return kind(**whole)


def _joined(parts: list[Any], kind: type[Any], empty: tuple[int, ...]) -> Any:  # noqa: ANN401 - arrays of the asked kind
    if not parts:
        return np.zeros(empty, kind)
    whole = np.concatenate(parts)
    if kind is np.int8:
        return whole
    return np.clip(np.floor(whole), 0, np.iinfo(kind).max).astype(kind)
