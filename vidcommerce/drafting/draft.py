"""Drafts the plan of a whole video from what is known of its clips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from vidcommerce.analysis.loudness import SILENCE as INAUDIBLE
from vidcommerce.analysis.loudness import integrated
from vidcommerce.drafting import cuts as cutting
from vidcommerce.drafting.cardplace import Seen, card_places
from vidcommerce.drafting.cover import cover
from vidcommerce.drafting.lines import Fits, cues
from vidcommerce.drafting.marks import Cut, Marks, cuts, kept, restored
from vidcommerce.drafting.mentions import first_mention, names, product_names
from vidcommerce.drafting.music import Mix, Pace, chosen, mix
from vidcommerce.drafting.placing import Shown, heard, looks, runs, shown, speech
from vidcommerce.drafting.reframe import framed
from vidcommerce.drafting.script import Told, told
from vidcommerce.drafting.sentences import ideograph
from vidcommerce.drafting.shorten import shortened
from vidcommerce.drafting.takes import Take, Wishes, canvas, voiced
from vidcommerce.language import N_
from vidcommerce.media.plan import (
    PLAN_VERSION,
    Canvas,
    Card,
    EditPlan,
    ProductFacts,
    Segment,
    Sound,
    Source,
)
from vidcommerce.media.time import FrameRange, Span
from vidcommerce.progress import Notice

UNKNOWN: Final = "und"
_LOOK_AROUND: Final = 3000
"""Milliseconds kept of each clip when all of them are black from end to end."""

_ALL_BLACK = N_("Clip {clip} is left out: its picture is black from end to end.")
_BLACK_KEPT = N_("The picture is black from end to end; a few seconds are kept all the same.")
_SHORTENED = N_("What is good is longer than {seconds} s; the best parts are kept.")
_NO_SPEECH = N_("Nobody is heard to speak, so silences are not cut.")
_NO_SOUND = N_("No clip has sound; the music is alone.")
_SILENT = N_("No clip has sound, and there is no music; the video is silent.")
_SPREAD = N_("Nobody is heard to speak; the lines of the script are spread over the video.")


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan, what it leaves out, and what the person should know.

    Every frame of every source is either in a segment or in exactly one of ``cuts``.
    """

    plan: EditPlan
    cuts: tuple[Cut, ...]
    remarks: tuple[Notice, ...]


def draft(
    takes: Sequence[Take],
    product: ProductFacts,
    image: str,
    wishes: Wishes,
    fits: Fits = lambda _: True,
) -> Draft:
    """Return the plan for a video of ``takes``, one at least, in their order.

    ``image`` is the sha256 of the product's picture. ``fits`` tells whether a line of subtitles
    is narrow enough to be drawn. The same facts always give the same plan.
    """
    shape = canvas(wishes.aspect, takes[0].facts.picture.rate)
    script = wishes.script if not any(take.analysis.words for take in takes) else ()
    said = _told(takes, script)
    spoken = [_with_words(take, one) for take, one in zip(takes, said, strict=True)]
    marks, remarks = _marks(spoken, product, wishes, shape, scripted=bool(script))
    sources = tuple(_source(take, shape) for take in takes)
    segments = tuple(_segments(takes, sources, marks, shape))
    parts = shown(segments)
    if script and not any(one.words for one in said):
        said = told(script, _kept_spans(parts, len(takes), shape))
        remarks.append(Notice(_SPREAD))
    heard_runs = runs(parts, said, shape.rate)
    language = wishes.language or _language(takes, script or (product.name,))
    subtitles = cues(heard_runs, language, shape.rate, fits)
    frames, sound = _sound(parts, spoken, wishes, shape)
    mention = first_mention(
        [word for run in heard_runs for word in run.words], product_names(product)
    )
    seen = [Seen(*one) for one in looks(parts, takes, shape.rate)]
    start = None if mention is None else mention.start
    length = sum(len(segment.source_range) for segment in segments)
    places = card_places(length, start, seen, sources, shape, wishes.card_size)
    plan = EditPlan(
        version=PLAN_VERSION,
        language=language,
        canvas=shape,
        sources=sources,
        segments=segments,
        cues=tuple(replace(cue, words=()) for cue in subtitles) if script else subtitles,
        cards=tuple(Card(when, where, product, image) for when, where in places),
        music=sound.music,
        cover=cover(segments, seen, mention, sources, shape),
        audio=Sound(sound.gain, tuple(frames)),
    )
    left_out = [cut for n, one in enumerate(marks) for cut in cuts(n, one, shape.rate)]
    return Draft(plan, tuple(left_out), (*remarks, *_about_sound(takes, plan)))


def _told(takes: Sequence[Take], script: Sequence[str]) -> list[Told]:
    """Return what is said in each take: as it was recognised, else the script's lines."""
    if script:
        return told(script, [take.analysis.speech for take in takes])
    return [Told(take.analysis.words) for take in takes]


def _with_words(take: Take, said: Told) -> Take:
    return replace(take, analysis=replace(take.analysis, words=said.words))


def _marks(
    takes: Sequence[Take], product: ProductFacts, wishes: Wishes, shape: Canvas, *, scripted: bool
) -> tuple[list[Marks], list[Notice]]:
    """Return what is kept of every take, and what there is to say about that."""
    rate = shape.rate
    marks = [cutting.marks(take, rate, repeated=not scripted) for take in takes]
    remarks: list[Notice] = []
    for number, one in enumerate(marks):
        if not kept(one):
            remarks.append(Notice(_ALL_BLACK, (("clip", number + 1),)))
    if not any(kept(one) for one in marks):
        most = rate.frame_at(_LOOK_AROUND)
        marks = [restored(one, [FrameRange(0, min(most, len(one)))]) for one in marks]
        remarks = [Notice(_BLACK_KEPT)]
    most = rate.frame_at(wishes.max_seconds * 1000)
    fitting = shortened(takes, marks, names(product), rate, most)
    if fitting != marks:
        remarks.append(Notice(_SHORTENED, (("seconds", wishes.max_seconds),)))
    return fitting, remarks


def _source(take: Take, shape: Canvas) -> Source:
    picture = take.facts.picture
    return Source(
        take.facts.sha256, take.frames(shape.rate), picture.upright_width, picture.upright_height
    )


def _segments(
    takes: Sequence[Take], sources: Sequence[Source], marks: Sequence[Marks], shape: Canvas
) -> Iterator[Segment]:
    for number, (take, source, one) in enumerate(zip(takes, sources, marks, strict=True)):
        ranges = kept(one)
        crops = framed(take.analysis, source, ranges, shape)
        for frames, crop in zip(ranges, crops, strict=True):
            yield Segment(number, frames, crop)


def _kept_spans(parts: Sequence[Shown], takes: int, shape: Canvas) -> list[list[Span]]:
    spans: list[list[Span]] = [[] for _ in range(takes)]
    for part in parts:
        spans[part.segment.source].append(part.span(shape.rate))
    return spans


def _language(takes: Sequence[Take], texts: Sequence[str]) -> str:
    """Return what most is spoken in, as far as that could be told; else Chinese texts tell."""
    heard_in: dict[str, int] = {}
    for take in takes:
        spoken = sum(len(span) for span in voiced(take.analysis))
        heard_in[take.analysis.language] = heard_in.get(take.analysis.language, 0) + spoken
    heard_in.pop(UNKNOWN, None)
    if heard_in:
        return max(heard_in, key=lambda language: heard_in[language])
    letters = [character for text in texts for character in text if character.isalpha()]
    han = sum(map(ideograph, letters))
    return "zh" if 2 * han > len(letters) else UNKNOWN


def _sound(
    parts: Sequence[Shown], takes: Sequence[Take], wishes: Wishes, shape: Canvas
) -> tuple[list[FrameRange], Mix]:
    """Return when somebody speaks, and the gains and the music."""
    frames = speech(parts, [take.analysis for take in takes], shape.rate)
    voice = _level(parts, takes, shape, only_speech=True) if frames else None
    everything = _level(parts, takes, shape, only_speech=False)
    bed = chosen(wishes.beds, _pace(parts, takes, frames, shape), takes[0].facts.sha256)
    return frames, mix(voice, everything, bed)


def _level(
    parts: Sequence[Shown], takes: Sequence[Take], shape: Canvas, *, only_speech: bool
) -> int | None:
    level = integrated(*heard(parts, takes, shape.rate, only_speech=only_speech))
    return level if level > INAUDIBLE else None


def _pace(
    parts: Sequence[Shown], takes: Sequence[Take], spoken: Sequence[FrameRange], shape: Canvas
) -> Pace:
    length = parts[-1].frames.stop
    seconds = float(shape.rate.seconds(length))
    stillness = [look.stillness for _, _, look in looks(parts, takes, shape.rate)]
    return Pace(
        seconds=seconds,
        spoken=sum(map(len, spoken)) / length,
        cuts_a_minute=(len(parts) - 1) * 60 / seconds,
        movement=1 - sum(stillness) / (1000 * max(1, len(stillness))),
    )


def _about_sound(takes: Sequence[Take], plan: EditPlan) -> Iterator[Notice]:
    if all(take.facts.sound is None for take in takes):
        yield Notice(_NO_SOUND if plan.music else _SILENT)
    elif not plan.audio.speech:
        yield Notice(_NO_SPEECH)
