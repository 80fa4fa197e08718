"""Signs what is published, and says so on the page.

The files of a version are signed when they are copied into its folder, and a note beside them says
by whom: pages are drawn anew later, and must not speak of a signature that is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pydantic import with_config

from vidcommerce.documents import STRICT, canonical_json, read_json
from vidcommerce.language import N_, words
from vidcommerce.media.ailabel import label_of, write_labelled
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.sealed import first_box
from vidcommerce.media.signing import Part, Signer, Video, sign_videos
from vidcommerce.publishing.addresses import SIGNATURE
from vidcommerce.publishing.facts import Check
from vidcommerce.publishing.shown import Shown
from vidcommerce.publishing.signer import signer_of
from vidcommerce.publishing.statement import clip_labels, relationship, statement
from vidcommerce.settings import Settings
from vidcommerce.storage import BlobStore

SIGNED: Final = ("video.mp4", "video-small.mp4")
"""The files that are signed: whole videos. Playlists (HLS) can't be."""

_LONGEST: Final = 10_000


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Signature:
    """The note beside signed files: whom the certificate names, and whether anybody vouches."""

    signer: str
    self_made: bool


@dataclass(frozen=True, slots=True)
class Signing:
    """What signing takes."""

    signer: Signer
    ffmpeg: Ffmpeg


def signing_of(settings: Settings) -> Signing:
    """Return what the settings say of signing. Raises SigningFailed."""
    return Signing(signer_of(settings), Ffmpeg(settings.ffmpeg))


def sign_files(store: BlobStore, shown: Shown, names: Sequence[str], signing: Signing) -> None:
    """Put the videos of a version into its folder, signed, and the note that they are.

    A raw clip that is not kept any more is named in the statement all the same. A label of
    generated media that a raw clip has stays. Raises SigningFailed, and what ffmpeg raises.
    """
    with ExitStack() as opened, store.scratch() as folder:
        clips = [f"clips/{source.sha256}" for source in shown.edit.sources]
        there = [opened.enter_context(store.local(clip)) if store.has(clip) else None
                 for clip in clips]  # fmt: skip
        label = next(filter(None, (label_of(clip) for clip in there if clip)), "")
        videos = []
        for name in names:
            file = opened.enter_context(store.local(f"{shown.source}/{name}"))
            if label:
                file = write_labelled(file, label, signing.ffmpeg, folder)
            videos.append(Video(file, _statement(shown, file), folder / name))
        parts = [
            Part(called, clip, relationship(number))
            for number, (called, clip) in enumerate(
                zip(clip_labels(shown.edit), there, strict=True)
            )
        ]
        sign_videos(videos, parts, signing.signer)
        note = folder / SIGNATURE
        told = Signature(signing.signer.name, signing.signer.self_made)
        note.write_text(canonical_json(told), encoding="utf-8")
        for file in (*(video.signed for video in videos), note):
            store.put(f"{shown.bundle}/{file.name}", file)


def _statement(shown: Shown, file: Path) -> dict[str, object]:
    title, page = shown.listing().title, shown.address.page
    return statement(shown.edit, title, page, shown.changed, first_box(file))


def with_signature(store: BlobStore, shown: Shown) -> Shown:
    """Return a version whose files are there with what is to be said of their signature."""
    name = f"{shown.bundle}/{SIGNATURE}"
    if not store.has(name):
        return shown
    told = read_json(Signature, b"".join(store.read(name, 0, _LONGEST)))
    return replace(
        shown, live=replace(shown.live, checks=[*shown.live.checks, _check(told, shown)])
    )


_MEANS: Final = N_(
    "The video file says itself from which clip it was made and what was changed. "
    "If anybody changes it afterwards, its signature breaks."
)
_BY: Final = N_("Signed by {who}.")
_SELF_MADE: Final = N_(
    "The certificate was made by this service itself: it shows that nothing was changed, "
    "not who we are."
)
_HOW: Final = N_(
    "To check it, save the file and open it with any reader of Content Credentials (C2PA), or with "
    "“vidcommerce verify”. What is played in pieces (HLS) is not signed."
)


def _check(told: Signature, shown: Shown) -> Check:
    speech = words(shown.edit.language)
    by = speech.say(_SELF_MADE) if told.self_made else speech.say(_BY, who=told.signer)
    return Check(
        speech.say(N_("The video is signed")),
        speech.say(_MEANS),
        f"{by} {speech.say(_HOW)}",
        f"{shown.live.folder}/{SIGNED[0]}",
    )
