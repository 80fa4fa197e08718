"""What a clip is known by, as it is kept, mirrored and listed."""

from __future__ import annotations

import numpy as np
import pytest

from tests.flags.reuse.filmed import WIDTH, footprint, take
from vidcommerce.flags.reuse.aligning import aligned
from vidcommerce.flags.reuse.index import Index, Listed, listed
from vidcommerce.flags.reuse.prints import Print, PrintUnreadable, packed, unpacked
from vidcommerce.flags.reuse.seeing import spots_of
from vidcommerce.flags.reuse.sounds import RATE, same_sound
from vidcommerce.flags.reuse.words import mirrored, named, signed

pytestmark = pytest.mark.slow


def test_a_print_comes_back_as_it_was_kept() -> None:
    """Print and listed part, array by array; also of a clip that shows nothing."""
    for whole in (footprint(take(1, 1, 1)), Print.empty()):
        again = unpacked(Print, packed(whole))
        assert again.frames == whole.frames
        assert (again.width, again.height) == (whole.width, whole.height)
        assert np.array_equal(again.codes, whole.codes)
        assert np.array_equal(again.tiny, whole.tiny)
        part = unpacked(Listed, packed(listed(whole)))
        assert np.array_equal(part.words, listed(whole).words)


@pytest.mark.parametrize(
    "bytes_kept", [b"", b"PK\x03\x04", b"no print", packed(Print.empty())[:80]]
)
def test_what_is_no_print_is_told(bytes_kept: bytes) -> None:
    """A broken blob is an error with a name, and runs no code."""
    with pytest.raises(PrintUnreadable):
        unpacked(Print, bytes_kept)


def test_places_in_a_mirror_are_those_of_the_mirrored_picture() -> None:
    """Without a second look at it: most places find theirs, where they are, by their codes."""
    picture = take(1, 1, 0.2)[0]
    turned = mirrored(spots_of(picture), WIDTH)
    seen = spots_of(np.ascontiguousarray(picture[:, ::-1]))
    found = aligned(turned, seen)
    assert found.pairs > 0.6 * len(seen)
    assert np.allclose(found.matrix, np.eye(2, 3), atol=1)
    assert aligned(spots_of(picture), seen).pairs < 20


def test_the_index_names_the_frame_whatever_the_order_of_adding() -> None:
    """Clips that came late are in the tail; they are found as well, and weigh the same."""
    prints = {number: footprint(take(number, number, 2)) for number in range(5)}
    asked = prints[3].spots(2).codes
    answers = []
    for order in ((0, 1, 2, 3, 4), (4, 3, 2, 1, 0)):
        index: Index[int] = Index()
        for number in order:
            index.add(number, listed(prints[number]))
            best = next(index.sightings(prints[number].spots(2).codes))
            assert (best.name, best.frame) == (number, 2)
        assert index.frames == 10
        answers.append([(s.name, s.frame, round(s.weight, 2)) for s in index.sightings(asked)][:3])
    assert answers[0] == answers[1]


def test_an_empty_index_knows_nothing() -> None:
    """Neither does one that is asked about a frame without places."""
    index: Index[int] = Index()
    assert list(index.sightings(np.zeros((4, 64), np.int8))) == []
    index.add(1, listed(footprint(take(1, 1, 1))))
    assert list(index.sightings(np.zeros((0, 64), np.int8))) == []


def test_names_and_signatures_are_one_a_place() -> None:
    """The first of many words is the only one of one; signatures have 64 bits."""
    codes = spots_of(take(1, 1, 0.2)[0]).codes
    assert np.array_equal(named(codes, 4)[:, 0], named(codes, 1)[:, 0])
    assert signed(codes).shape == (len(codes),)
    ones = np.bitwise_count(signed(codes)).mean()
    assert 20 < ones < 44


def test_sounds_are_the_same_another_or_unknown() -> None:
    """A tenth of the bits may differ; half do by chance; of silence nobody can tell."""
    rng = np.random.default_rng(1)
    earlier = rng.integers(0, 2**32, 200, np.uint32)
    worn = earlier ^ (np.uint32(1) << rng.integers(0, 32, 200).astype(np.uint32))
    begins = (round(40 / RATE * 1000), 0)
    assert same_sound(earlier, worn[43:], begins, 10_000) is True
    assert same_sound(earlier, rng.integers(0, 2**32, 150, np.uint32), begins, 10_000) is False
    assert same_sound(earlier, worn[40:50], begins, 10_000) is None
    assert same_sound(earlier, np.zeros(150, np.uint32), begins, 10_000) is None
    assert same_sound(np.zeros(0, np.uint32), worn, begins, 10_000) is None
