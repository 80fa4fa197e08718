"""The renditions of a video, from the full canvas down to one for weak networks."""

from __future__ import annotations

from dataclasses import dataclass

from vidcommerce.media.plan import Canvas

_STEPS = (
    # share of the canvas as a ratio, x264 crf, largest kbit/s. The sizes are 1080, 720 and 360 on
    # the short side; the bit rates follow Apple's HLS authoring specification for H.264 at 30
    # frames a second, lowered by what portrait talk needs at the same crf.
    ((1, 1), 22, 5000),
    ((2, 3), 23, 2600),
    ((1, 3), 25, 800),
)


@dataclass(frozen=True, slots=True)
class Rung:
    """One rendition: pixels, constant rate factor, and the largest bit rate in kbit/s."""

    name: str
    width: int
    height: int
    crf: int
    max_kbits: int


def ladder(canvas: Canvas) -> tuple[Rung, ...]:
    """Return the rungs of a canvas, largest first; sizes are even, as 4:2:0 needs."""
    return tuple(
        Rung(
            name=f"{min(_even(canvas.width, share), _even(canvas.height, share))}p",
            width=_even(canvas.width, share),
            height=_even(canvas.height, share),
            crf=crf,
            max_kbits=kbits,
        )
        for share, crf, kbits in _STEPS
    )


def _even(pixels: int, share: tuple[int, int]) -> int:
    return max(2, round(pixels * share[0] / share[1] / 2) * 2)
