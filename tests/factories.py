"""Facts, analyses and plans for tests: small builders, and hypothesis strategies of whole ones."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

from hypothesis import strategies as st

from vidcommerce.analysis.facts import (
    ANALYSIS_VERSION,
    ClipAnalysis,
    Look,
    Loudness,
    Region,
    SpokenWord,
)
from vidcommerce.media.clip import ClipFacts, PictureFacts, RateMode, SoundFacts, Transfer
from vidcommerce.media.plan import (
    PLAN_VERSION,
    Box,
    Canvas,
    Card,
    Cover,
    Crop,
    CropPoint,
    Cue,
    EditPlan,
    MusicBed,
    ProductFacts,
    Segment,
    Sound,
    Source,
    Translation,
    Word,
)
from vidcommerce.media.time import FrameRange, FrameRate, Span

Draw: TypeAlias = st.DrawFn

CLIP = "c" * 64
IMAGE = "d" * 64
TRACK = "e" * 64

CANVASES = tuple(
    Canvas(width, height, FrameRate(rate, 1))
    for width, height in ((1080, 1920), (1080, 1080), (1920, 1080))
    for rate in (24, 25, 30)
)

PRODUCT = ProductFacts(
    name="Navel oranges",
    price=Decimal("39.80"),
    currency="CNY",
    unit="5 kg box",
    origin="Gannan",
    seller="Hillside village",
    cart_url="https://shop.example/cart",
    old_price=None,
)

MIDDLE = Region(400, 400, 200, 200)


def clip_facts(
    *,
    sha256: str = CLIP,
    duration: int = 10_000,
    size: tuple[int, int] = (1080, 1920),
    rate: FrameRate = FrameRate(30, 1),  # noqa: B008 - frozen
    sound: bool = True,
) -> ClipFacts:
    """Return what a probe would say of an upright SDR clip; ``duration`` in milliseconds."""
    width, height = size
    picture = PictureFacts(
        stream=0,
        codec="h264",
        width=width,
        height=height,
        sample_aspect=(1, 1),
        turn=0,
        mirrored=False,
        upright_width=width,
        upright_height=height,
        pixel_format="yuv420p",
        bits=8,
        transfer=Transfer.SDR,
        matrix="bt709",
        full_range=False,
        rate=rate,
        rate_mode=RateMode.CONSTANT,
        frames=rate.frame_at(duration),
        keyframes=tuple(range(0, duration, 1000)),
    )
    return ClipFacts(
        sha256=sha256,
        bytes=duration * 100,
        container="mov",
        origin=0,
        duration=duration,
        picture=picture,
        sound=SoundFacts(1, "aac", 48_000, 2) if sound else None,
        tags=(),
        problems=(),
    )


def look(  # noqa: PLR0913 - each test names only what it is about
    at: int,
    *,
    sharpness: int = 600,
    shake: int = 50,
    brightness: int = 450,
    clipped: int = 10,
    stillness: int = 300,
    faces: Sequence[Region] = (),
    subject: Region = MIDDLE,
) -> Look:
    """Return a good moment of a clip, but for what the test names."""
    return Look(at, sharpness, shake, brightness, clipped, stillness, tuple(faces), subject)


def looks(duration: int, step: int = 200) -> tuple[Look, ...]:
    """Return good looks, ``step`` milliseconds apart."""
    return tuple(look(at) for at in range(0, duration, step))


def spoken(text: str, start: int, each: int = 300, gap: int = 50) -> tuple[SpokenWord, ...]:
    """Return the words of ``text`` (parted by spaces) from ``start`` on, ``each`` ms long."""
    return tuple(
        SpokenWord(f" {word}", Span(at, at + each), 900)
        for at, word in zip(range(start, 1 << 30, each + gap), text.split(), strict=False)
    )


def analysis(  # noqa: PLR0913 - each test names only what it is about
    *,
    sha256: str = CLIP,
    duration: int = 10_000,
    language: str = "en",
    speech: Sequence[tuple[int, int]] = (),
    words: Sequence[SpokenWord] = (),
    shots: Sequence[int] = (),
    seen: Sequence[Look] | None = None,
    momentary: int | None = -2300,
) -> ClipAnalysis:
    """Return the analysis of a good clip; ``momentary`` is its even loudness, None for no sound."""
    loudness = None if momentary is None else Loudness((momentary,) * (duration // 100), -600)
    return ClipAnalysis(
        version=ANALYSIS_VERSION,
        sha256=sha256,
        duration=duration,
        language=language,
        speech=tuple(Span(*span) for span in speech),
        words=tuple(words),
        shots=tuple(shots),
        looks=looks(duration) if seen is None else tuple(seen),
        loudness=loudness,
    )


def hashes() -> st.SearchStrategy[str]:
    """Return sha256 names, lower-case hex."""
    return st.binary(min_size=32, max_size=32).map(bytes.hex)


def texts() -> st.SearchStrategy[str]:
    """Return lines of text in any script: printable, not blank."""
    printable = st.characters(exclude_categories=("C", "Z"))
    return st.text(printable, min_size=1, max_size=20)


@st.composite
def ordered(draw: Draw, stop: int, most: int = 6) -> list[tuple[int, int]]:
    """Return up to ``most`` pairs start < end in order, apart or touching, none past ``stop``."""
    edges = draw(st.lists(st.integers(0, stop), max_size=2 * most, unique=True).map(sorted))
    return list(zip(edges[::2], edges[1::2], strict=False))


def frame_ranges(stop: int, most: int = 6) -> st.SearchStrategy[tuple[FrameRange, ...]]:
    """Return ranges of frames as a plan wants them: none empty, in order, before ``stop``."""
    return ordered(stop, most).map(lambda pairs: tuple(FrameRange(a, b) for a, b in pairs))


@st.composite
def crops(draw: Draw, source: Source, canvas: Canvas) -> Crop | None:
    """Return a window of the canvas's shape that moves inside the source, or None."""
    share = draw(st.integers(50, 100))
    height = min(source.height, source.width * canvas.height // canvas.width) * share // 100
    width = height * canvas.width // canvas.height
    skew = (width * canvas.height) / (height * canvas.width) if height else 0.0
    if abs(skew - 1) > 0.02 or draw(st.booleans()):
        return None
    frames = draw(st.lists(st.integers(0, source.frames), min_size=1, max_size=4, unique=True))
    lefts, tops = st.integers(0, source.width - width), st.integers(0, source.height - height)
    path = tuple(CropPoint(frame, draw(lefts), draw(tops)) for frame in sorted(frames))
    return Crop(width, height, path)


@st.composite
def _segments(draw: Draw, sources: Sequence[Source], canvas: Canvas) -> Segment:
    number = draw(st.integers(0, len(sources) - 1))
    start = draw(st.integers(0, sources[number].frames - 1))
    stop = draw(st.integers(start + 1, sources[number].frames))
    return Segment(number, FrameRange(start, stop), draw(crops(sources[number], canvas)))


@st.composite
def _cues(draw: Draw, frames: FrameRange) -> Cue:
    spoken_frames = draw(frame_ranges(len(frames), 3))
    said = tuple(
        Word(draw(texts()), part.shifted(frames.start), draw(st.integers(0, 1000)))
        for part in spoken_frames
    )
    return Cue(frames, tuple(draw(st.lists(texts(), min_size=1, max_size=2))), said)


def products() -> st.SearchStrategy[ProductFacts]:
    """Return products with any text and any price that a currency has."""
    prices = st.decimals(Decimal("0.01"), Decimal(99_999), places=2)
    return st.builds(
        ProductFacts,
        name=texts(),
        price=prices,
        currency=st.sampled_from(("CNY", "EUR", "USD")),
        unit=texts(),
        origin=texts(),
        seller=texts(),
        cart_url=st.just("https://shop.example/cart"),
        old_price=st.none() | prices,
    )


@st.composite
def _cards(draw: Draw, frames: FrameRange, canvas: Canvas) -> Card:
    left, top = draw(st.integers(0, canvas.width - 1)), draw(st.integers(0, canvas.height - 1))
    width = draw(st.integers(1, canvas.width - left))
    height = draw(st.integers(1, canvas.height - top))
    return Card(frames, Box(left, top, width, height), draw(products()), draw(hashes()))


def beds() -> st.SearchStrategy[MusicBed]:
    """Return music as plans name it."""
    return st.builds(
        MusicBed,
        track=hashes(),
        title=texts(),
        gain=st.integers(-6000, 2000),
        duck=st.integers(0, 3000),
    )


@st.composite
def plans(draw: Draw) -> EditPlan:
    """Return plans that hold together, of one to three clips and up to five segments."""
    canvas = draw(st.sampled_from(CANVASES))
    sizes, lengths = st.integers(64, 4096), st.integers(1, 3000)
    shapes = st.builds(Source, sha256=hashes(), frames=lengths, width=sizes, height=sizes)
    sources = tuple(draw(st.lists(shapes, min_size=1, max_size=3)))
    segments = tuple(draw(st.lists(_segments(sources, canvas), min_size=1, max_size=5)))
    frames = sum(len(segment.source_range) for segment in segments)
    cover = draw(_segments(sources, canvas))
    return EditPlan(
        version=PLAN_VERSION,
        language=draw(st.sampled_from(("en", "zh-CN", "es", "und"))),
        canvas=canvas,
        sources=sources,
        segments=segments,
        cues=tuple(draw(_cues(shown)) for shown in draw(frame_ranges(frames))),
        cards=tuple(draw(_cards(shown, canvas)) for shown in draw(frame_ranges(frames, 2))),
        music=draw(st.none() | beds()),
        cover=Cover(cover.source, cover.source_range.start, cover.crop),
        audio=Sound(draw(st.integers(-6000, 2000)), draw(frame_ranges(frames))),
        translations=tuple(
            Translation(
                language, tuple(draw(_cues(shown)) for shown in draw(frame_ranges(frames, 2)))
            )
            for language in draw(
                st.lists(st.sampled_from(("fr", "zh-Hant", "pt-BR")), max_size=2, unique=True)
            )
        ),
    )


@st.composite
def _seen(draw: Draw, at: int) -> Look:
    thousandths = st.integers(0, 1000)
    rest = draw(st.tuples(thousandths, thousandths, thousandths, thousandths, thousandths))
    faces = draw(st.lists(regions(), max_size=2))
    return Look(at, *rest, tuple(faces), draw(regions()))


@st.composite
def regions(draw: Draw) -> Region:
    """Return rectangles inside the picture, in thousandths."""
    left, top = draw(st.integers(0, 999)), draw(st.integers(0, 999))
    width, height = draw(st.integers(1, 1000 - left)), draw(st.integers(1, 1000 - top))
    return Region(left, top, width, height)


_VOCABULARY = (
    " the",
    " oranges",
    " are",
    " sweet.",
    " 5",
    " kg",
    "这",
    "橙子",
    "很",
    "甜。",
    " a,",
)


@st.composite
def analyses(draw: Draw, longest: int = 20_000) -> ClipAnalysis:
    """Return analyses of clips from half a second on, with speech, words, shots and any looks.

    Words lie inside speech, as recognisers are asked to listen there.
    """
    duration = draw(st.integers(500, longest))
    with_sound = draw(st.booleans())
    speech = tuple(Span(a, b) for a, b in draw(ordered(duration))) if with_sound else ()
    said = [
        SpokenWord(text, Span(span.start + a, span.start + b), draw(st.integers(0, 1000)))
        for span in speech
        for a, b in draw(ordered(len(span), 8))
        for text in (draw(st.sampled_from(_VOCABULARY)),)
    ]
    step = draw(st.sampled_from((100, 250, 500, 1000)))
    moods = draw(st.lists(_seen(0), min_size=1, max_size=6))
    seen = tuple(_moved(moods[n % len(moods)], at) for n, at in enumerate(range(0, duration, step)))
    levels = draw(st.lists(st.integers(-7000, 0), min_size=1, max_size=10))
    blocks = tuple(levels[n % len(levels)] for n in range(duration // 100))
    return ClipAnalysis(
        version=ANALYSIS_VERSION,
        sha256=draw(hashes()),
        duration=duration,
        language=draw(st.sampled_from(("en", "zh", "es", "und"))),
        speech=speech,
        words=tuple(said) if draw(st.booleans()) else (),
        shots=tuple(draw(st.lists(st.integers(1, duration), max_size=3, unique=True).map(sorted))),
        looks=seen,
        loudness=Loudness(blocks, -100) if with_sound else None,
    )


def _moved(seen: Look, at: int) -> Look:
    return Look(
        at, seen.sharpness, seen.shake, seen.brightness, seen.clipped, seen.stillness,
        seen.faces, seen.subject,
    )  # fmt: skip
