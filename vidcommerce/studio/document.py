"""What the studio's page and the service say to each other: types, nothing else.

The JSON Schema of :class:`Exchange` is made from these (``python -m vidcommerce.studio.schema``),
and the page's TypeScript types from that. Words are in the reader's language. Times are frames of
the plan's canvas rate, of a source where it says so; moments (``at``, ``until``) are milliseconds
since 1970 UTC. Addresses are paths on this host; empty means that there is nothing (yet).
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import with_config

from vidcommerce.documents import STRICT
from vidcommerce.drafting.limits import Limits
from vidcommerce.drafting.unseen import Known
from vidcommerce.media.captions import CaptionLook
from vidcommerce.media.plan import Cover, EditPlan, MusicBed, ProductFacts


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the draft open now, by a lease that ends at ``until``."""

    name: str
    until: int
    mine: bool


@dataclass(frozen=True, slots=True)
class May:
    """What whoever looks may do now, as far as it does not hang on the version.

    ``save``: the draft can be changed. ``decide``: it waits for a decision. ``approve``: it would
    be this person's to approve; else ``why_not`` says why it is not. ``takeover``: from the one who
    has it.
    """

    save: bool
    decide: bool
    approve: bool
    why_not: str
    takeover: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the draft left out frames ``start`` to ``stop`` of a source: a code, and its words."""

    source: int
    start: int
    stop: int
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class Shots:
    """The frames of a source at which a new shot begins, never 0."""

    source: int
    frames: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose from: a code, and what people read."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A frame that would make a good cover, and its picture."""

    cover: Cover
    url: str


@dataclass(frozen=True, slots=True)
class Bed:
    """A piece of music as it would go into this plan; ``name`` is its title for the reader."""

    music: MusicBed
    name: str
    mood: str
    seconds: int
    url: str


@dataclass(frozen=True, slots=True)
class CardView:
    """What the card is to say; where it may be, the limits say.

    ``url`` is the card as it is drawn, ``width`` x ``height`` canvas pixels. ``product`` and
    ``image`` are the product as it is now; ``outdated``: the plan's cards say something else, and
    saving mends that.
    """

    url: str
    width: int
    height: int
    product: ProductFacts
    image: str
    price: str
    old_price: str
    outdated: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said to a flag: "accepted", "mended" or "dismissed", and why."""

    answer: str
    words: str
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class FlagSeen:
    """Something that a check saw; ``severity`` is "note", "question" or "serious".

    ``start`` to ``stop`` are frames of source 0, both None where it is about the whole clip.
    ``asks``: it can be answered. ``text`` is what is claimed, word by word, empty for all else.
    ``ask`` is what the farmer would read of it, in their language; ``appeal`` their words, None
    where no appeal about it waits.
    """

    digest: str
    kind: str
    severity: str
    severity_words: str
    words: str
    start: int | None
    stop: int | None
    answer: Answer | None
    asks: bool
    text: str
    ask: str
    appeal: str | None


@dataclass(frozen=True, slots=True)
class Thumbs:
    """One picture of small frames of a source, one a second, ``columns`` in a row."""

    url: str
    columns: int
    width: int
    height: int
    count: int


@dataclass(frozen=True, slots=True)
class Proxy:
    """A source as the page plays it: each of its frames is the frame of the source.

    ``peaks`` is JSON: a list of whole numbers 0 to 255, ``peaks_rate`` a second; empty without
    sound.
    """

    url: str
    width: int
    height: int
    peaks: str
    peaks_rate: int
    thumbs: Thumbs


@dataclass(frozen=True, slots=True)
class Media:
    """One proxy a source, in the plan's order; none of them before they are ``ready``."""

    ready: bool
    proxies: tuple[Proxy, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The rendered video of the version that counts; while it is made, ``working`` is true."""

    ready: bool
    working: bool
    video: str
    poster: str


@dataclass(frozen=True, slots=True)
class News:
    """``GET news.json``: what may have come since the document was read.

    Another ``number``: somebody has saved another version, and the document is to be read again.
    """

    number: int
    drawn: Drawn
    media: Media
    covers: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two plans: its kind, for counting, and a sentence's part."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the plan; ``by`` is empty where the machine drafted it.

    ``changes`` are those since the version before, and none in the first.
    """

    number: int
    by: str
    at: int
    drawn: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision from before: a sentence, the helper's own words, and the frame that is meant.

    ``frame`` is -1 where it is about the whole.
    """

    sentence: str
    words: str
    at: int
    frame: int


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Working:
    """A plan that a person has not saved yet, made from version ``base``.

    ``at`` is when it was kept; whoever sends it says 0.
    """

    base: int
    plan: EditPlan
    at: int


@dataclass(frozen=True, slots=True)
class Product:
    """What is sold; ``version`` is what saving names, to notice that it has changed."""

    id: str
    version: int
    name: str
    farmer: str


@dataclass(frozen=True, slots=True)
class StudioDocument:
    """A draft with all that its editor needs; the editor's state is ``plan`` and what it becomes.

    ``number`` is the version that ``plan`` is. ``working`` is one's own unsaved copy, None without.
    ``known`` and ``shots`` are empty for clips that were analysed before they were kept.
    """

    clip: str
    number: int
    product: Product
    plan: EditPlan
    state: str
    state_words: str
    holder: Holder | None
    may: May
    working: Working | None
    drawn: Drawn
    media: Media
    reasons: tuple[Reason, ...]
    cut_reasons: tuple[Choice, ...]
    known: tuple[Known, ...]
    shots: tuple[Shots, ...]
    limits: Limits
    captions: CaptionLook
    font: str
    covers: tuple[Suggestion, ...]
    beds: tuple[Bed, ...]
    card: CardView
    flags: tuple[FlagSeen, ...]
    verdict: str
    glossary: tuple[str, ...]
    refusals: tuple[Choice, ...]
    decisions: tuple[Decided, ...]
    versions: tuple[Version, ...]


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Save:
    """``PUT plan``: version ``base`` of the plan and ``product`` of the product were seen.

    A product that has changed since is no obstacle: the answer comes with it.
    """

    base: int
    product: int
    plan: EditPlan


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class BringBack:
    """``POST back``: have version ``number`` again, as a new version."""

    base: int
    product: int
    number: int


@dataclass(frozen=True, slots=True)
class Saved:
    """The answer to both: the version that counts now, its plan, and the product's version.

    ``plan`` may differ from the one sent: cards say what the product says now.
    """

    number: int
    product: int
    plan: EditPlan
    card: CardView
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Newer:
    """``current`` of a 409 of the kind PlanMoved: the version that somebody else has saved."""

    number: int
    by: str
    at: int
    plan: EditPlan


@dataclass(frozen=True, slots=True)
class Comparison:
    """``GET compare.json?one=1&other=3``: what is different in the other."""

    one: int
    other: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """Each of the messages, so that they have one schema; nothing is ever sent like this."""

    document: StudioDocument
    save: Save
    back: BringBack
    saved: Saved
    working: Working
    newer: Newer
    comparison: Comparison
    news: News
