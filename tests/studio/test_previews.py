"""Music as a plan would have it, and the card as it is drawn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from tests.factories import PRODUCT
from tests.media.plans import plan
from tests.stations import Village, draft_plan
from vidcommerce.media.plan import Sound
from vidcommerce.media.time import FrameRange
from vidcommerce.music import catalogue
from vidcommerce.products.service import facts_of
from vidcommerce.publishing.addresses import FileUnknown
from vidcommerce.reviews import service as reviews
from vidcommerce.studio import previews

_SPOKEN = Sound(0, (FrameRange(0, 30),))


def test_another_bed_is_as_loud_as_the_one_that_is_chosen() -> None:
    """A helper who made the music louder, or quieter under speech, does not do so again."""
    loudness = {bed.sha256: bed.loudness for bed in catalogue().beds}
    quiet, *_ = previews.beds(replace(plan([(0, 60)]), audio=_SPOKEN), "en")
    louder = replace(quiet.music, gain=quiet.music.gain + 300, duck=600)
    made = previews.beds(replace(plan([(0, 60)]), audio=_SPOKEN, music=louder), "en")
    assert made[0].music == louder
    levels = {bed.music.gain + loudness[bed.music.track] for bed in made}
    assert len(levels) == 1
    assert {bed.music.duck for bed in made} == {600}


def test_without_music_beds_come_as_drafting_would_have_them() -> None:
    """Under speech they are quiet and duck; alone they lead. Titles are in the plan's words."""
    spoken = previews.beds(replace(plan([(0, 60)]), audio=_SPOKEN), "zh")
    alone = previews.beds(plan([(0, 60)]), "zh")
    for under, over in zip(spoken, alone, strict=True):
        assert under.music.gain < over.music.gain
        assert under.music.duck > over.music.duck == 0
        assert under.name != under.music.title
        assert under.seconds > 30
        assert previews.music_file(under.music.track).suffix == ".ogg"
    with pytest.raises(FileUnknown):
        previews.music_file("0" * 64)


@pytest.mark.slow
def test_the_card_s_picture_has_the_card_s_size_and_a_name_by_what_it_says(
    village: Village,
) -> None:
    """Another price is another picture; the address of one no longer gives the other."""
    with village.service.database.reading() as work:
        product = reviews.draft(work, village.actor, village.clip_id).product
    edit, store = draft_plan(product.picture), village.service.store
    card = previews.card_of(edit, facts_of(product), product.picture)
    name = Path(previews.card_url("clip", card)).name
    with store.local(previews.card_blob(store, card, name)) as file, Image.open(file) as picture:
        assert picture.size == (edit.cards[0].box.width, edit.cards[0].box.height)
    other = previews.card_of(edit, replace(PRODUCT, name="Pears"), product.picture)
    assert previews.card_url("clip", other) != previews.card_url("clip", card)
    with pytest.raises(FileUnknown):
        previews.card_blob(store, other, name)
