"""Reading frames: which, when, and the right way up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media import clips, marks
from tests.media.conftest import Clips
from tests.media.recipes import Made
from vidcommerce.analysis.reading import InOrder, Reader, coded_size, consecutive, light
from vidcommerce.analysis.seeing import LONG_SIDE, Frame
from vidcommerce.analysis.stretches import GLANCE
from vidcommerce.media.clip import Transfer
from vidcommerce.media.probe import probe
from vidcommerce.media.probe_frames import opened

_PRIMING = 22
"""Milliseconds by which AAC's first packet comes before the picture, where no edit list hides it;
the clip begins with the sound then."""

_NOTHING = np.zeros((1, 1, 3), np.uint8)

_AWKWARD: list[tuple[Callable[..., Made], tuple[Any, ...]]] = [
    (clips.plain, ()),
    *((clips.turned, turn) for turn in ((90, False), (180, False), (270, True))),
    (clips.turned, (0, True)),
    (clips.anamorphic, (0,)),
    (clips.anamorphic, (90,)),
    (clips.variable_rate, ()),
    (clips.high_rate, ()),
    (clips.hdr, (Transfer.HLG,)),
    (clips.hdr, (Transfer.PQ,)),
    (clips.odd_size, ()),
    (clips.silent, ()),
    (clips.reordered, ()),
    (clips.long_gop, ()),
    (clips.short, ()),
    (clips.transport_stream, ()),
    (clips.old_avi, ()),
    (clips.edited, ()),
    (clips.two_pictures, ()),
    (clips.with_cover, ()),
]  # fmt: skip


def _named(case: Any) -> str:  # noqa: ANN401 - a maker or its arguments
    return str(case.__name__) if callable(case) else "-".join(map(str, case))


@pytest.mark.slow
@pytest.mark.parametrize(("maker", "arguments"), _AWKWARD, ids=_named)
def test_every_frame_is_read_upright_at_its_time(
    maker: Callable[..., Made], arguments: tuple[Any, ...], clip: Clips
) -> None:
    """Whatever is awkward about a clip: all frames, in order, upright, of the right aspect."""
    made = clip(maker, *arguments)
    facts = probe(made.path)
    with made.path.open("rb") as file, opened(file) as container:
        reader = Reader(container, facts.picture, facts.origin, rough=False)
        read: list[Frame] = []
        for stretch in reader.stretches():
            read += reader.every(stretch, follows=bool(read))
        read += reader.rest()
    width, height = made.upright
    for frame in read:
        assert marks.corners(frame.picture[..., ::-1]) == marks.UPRIGHT
        assert max(frame.picture.shape) <= LONG_SIDE
        assert frame.picture.shape[1] / frame.picture.shape[0] == pytest.approx(
            width / height, rel=0.02
        )
    assert [marks.number(frame.picture[..., ::-1]) for frame in read] == [
        number % 256 for number in made.numbers
    ]
    start = read[0].at
    assert [frame.at - start for frame in read] == pytest.approx(list(made.times), abs=1)
    assert 0 <= start <= _PRIMING


@pytest.mark.slow
@pytest.mark.parametrize("maker", [clips.plain, clips.reordered, clips.edited, clips.variable_rate])
def test_a_burst_is_what_follows_a_keyframe(maker: Callable[..., Made], clip: Clips) -> None:
    """Four consecutive frames from each keyframe on, in any order of asking."""
    made = clip(maker)
    facts = probe(made.path)
    with made.path.open("rb") as file, opened(file) as container:
        reader = Reader(container, facts.picture, facts.origin, rough=True)
        stretches = [stretch for stretch in reader.stretches() if stretch.fresh]
        bursts = [reader.burst(stretch) for stretch in reversed(stretches)]
    numbers = {round(time): number for time, number in zip(made.times, made.numbers, strict=True)}
    for burst, stretch in zip(reversed(bursts), stretches, strict=True):
        assert len(burst) == GLANCE
        assert burst[0].at == pytest.approx(max(0, stretch.times[0]), abs=1)
        shown = [marks.number(frame.picture[..., ::-1]) for frame in burst]
        assert shown == [numbers[frame.at] for frame in burst]
        assert shown == list(range(shown[0], shown[0] + GLANCE))


@pytest.mark.parametrize("transfer", [Transfer.HLG, Transfer.PQ])
def test_hdr_is_measured_as_it_looks(transfer: Transfer) -> None:
    """Darker codes stay darker, black is black, and paper white is a bright grey."""
    table = light(transfer)
    assert table is not None
    assert table[0] == 0
    assert (np.diff(table.astype(int)) >= 0).all()
    paper = {Transfer.HLG: 0.75, Transfer.PQ: 0.58}[transfer]  # ITU-R BT.2408
    assert 180 <= table[round(255 * paper)] <= 215
    assert light(Transfer.SDR) is None


@given(st.permutations(range(20)))
def test_times_rise_in_the_order_of_decoding(order: list[int]) -> None:
    """However a table of times is mixed up, frames come in decoding order at rising times."""
    keeper = InOrder()
    pictures = [np.full((1, 1, 3), n, np.uint8) for n in range(20)]
    given_ = [Frame(33 * time, picture) for time, picture in zip(order, pictures, strict=True)]
    shown = [frame for g in given_ for frame in keeper.put(g)] + list(keeper.end())
    assert [f.at for f in shown] == sorted({f.at for f in shown})
    numbers = [int(f.picture[0, 0, 0]) for f in shown]
    assert numbers == sorted(numbers)


def test_a_gap_ends_a_glance() -> None:
    """Frames are consecutive only as far as none between them is missing."""
    got = [Frame(at, _NOTHING) for at in (0, 33, 100, 133)]
    assert [f.at for f in consecutive(got, (0, 33, 67, 100, 133), 4)] == [0, 33]


@pytest.mark.slow
def test_small_frames_fit_what_a_viewer_sees(clip: Clips) -> None:
    """The coded size of a lying clip is that of the upright one, turned."""
    upright = probe(clip(clips.turned, 0).path).picture
    lying = probe(clip(clips.turned, 90).path).picture
    assert coded_size(upright) == (180, 320)
    assert coded_size(lying) == (320, 180)
