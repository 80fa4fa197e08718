"""What the studio shows and lets hear of a plan before it is drawn: music, letters, the card.

Every file has an address that changes with its bytes, so that a browser asks for it once.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from vidcommerce.documents import digest
from vidcommerce.drafting.music import BED_ALONE, BED_LEVEL, DUCK
from vidcommerce.drafting.music import Bed as Track
from vidcommerce.media.card import card_texts, compose_card
from vidcommerce.media.chunks import RENDERER, Entrance
from vidcommerce.media.fonts import covering, own_fonts
from vidcommerce.media.layout import card_size
from vidcommerce.media.pictures import read_image
from vidcommerce.media.plan import EditPlan, MusicBed, ProductFacts
from vidcommerce.media.time import AUDIO_RATE
from vidcommerce.music import catalogue
from vidcommerce.products.service import blob_of
from vidcommerce.publishing.addresses import FileUnknown
from vidcommerce.storage import BlobStore
from vidcommerce.studio.document import Bed


def beds(plan: EditPlan, language: str) -> tuple[Bed, ...]:
    """Return the music that a plan may have, as loud as what it has now, or as drafts have it.

    ``language`` is the reader's; the title in a plan stays the one that drafting gives.
    """
    tracks, names = _tracks("en"), {track.sha256: track.title for track in _tracks(language)}
    level, duck = _level(plan, tracks)
    return tuple(
        Bed(
            music=MusicBed(track.sha256, track.title, level - track.loudness, duck),
            name=names[track.sha256],
            mood=track.mood,
            seconds=track.duration_samples // AUDIO_RATE,
            url=f"/studio/music/{track.sha256}",
        )
        for track in tracks
    )


def _level(plan: EditPlan, tracks: tuple[Track, ...]) -> tuple[int, int]:
    """Return how loud music is to be, in hundredths of LUFS, and how much it ducks."""
    now = plan.music
    for track in tracks:
        if now is not None and track.sha256 == now.track:
            return now.gain + track.loudness, now.duck
    return (BED_LEVEL, DUCK) if plan.audio.speech else (BED_ALONE, 0)


@cache
def _tracks(language: str) -> tuple[Track, ...]:
    return catalogue(language).beds


@cache
def _music() -> dict[str, Path]:
    return dict(catalogue().files)


def music_file(sha256: str) -> Path:
    """Return the file of a bed. Raises FileUnknown."""
    if sha256 not in _music():
        raise FileUnknown(sha256)
    return _music()[sha256]


@cache
def _font_name() -> str:
    return f"{own_fonts().digest[:16]}.ttf"


def font_url() -> str:
    """Return the address of the font that subtitles are drawn with."""
    return f"/studio/font/{_font_name()}"


def font_file(name: str) -> Path:
    """Return the font. Raises FileUnknown."""
    if name != _font_name():
        raise FileUnknown(name)
    return own_fonts().fonts[0].path


def card_of(plan: EditPlan, facts: ProductFacts, picture: str) -> Entrance:
    """Return all that decides how the card of a product looks in a plan. Raises GlyphsMissing.

    As large as the plan's first card is, else as drafts have it.
    """
    width, height = card_size(plan.canvas)
    for card in plan.cards[:1]:
        width, height = card.box.width, card.box.height
    return Entrance(
        renderer=RENDERER,
        fonts=covering(card_texts(facts, plan.language)).digest,
        language=plan.language,
        rate=plan.canvas.rate,
        width=width,
        height=height,
        product=replace(facts, cart_url=""),  # led to, never drawn
        image=picture,
    )


def card_url(clip_id: str, card: Entrance) -> str:
    """Return the address of a card's picture."""
    return f"/studio/{clip_id}/card/{_card_name(card)}"


def card_blob(store: BlobStore, card: Entrance, name: str) -> str:
    """Return the blob of a card's picture, drawn if it is not there; ``name`` is in its address.

    Raises FileUnknown for the picture of another card, and what drawing it raises.
    """
    if name != _card_name(card):
        raise FileUnknown(name)
    blob = f"cards/{name}"
    if not store.has(blob):
        fonts = covering(card_texts(card.product, card.language))
        with store.local(blob_of(card.image)) as file:
            picture = compose_card(card, read_image(file), fonts)
        with store.scratch() as folder:
            picture.save(folder / "card.png")
            store.put(blob, folder / "card.png")
    return blob


def _card_name(card: Entrance) -> str:
    return f"{digest(card)}.png"
