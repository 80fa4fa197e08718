"""The claims of a video and of its product, as flags with time codes. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from vidcommerce.flags.claims.certificates import Certificate
from vidcommerce.flags.claims.finding import Claim, claims
from vidcommerce.flags.claims.normal import normal
from vidcommerce.flags.claims.prices import contradicting
from vidcommerce.flags.claims.rules import CERTIFIED, LANGUAGES, Claims, rules
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.media.plan import Cue, EditPlan, ProductFacts
from vidcommerce.media.time import FrameRange, Span

SOURCE: Final = "claims"

_KINDS: Final[Mapping[Claims, Kind]] = {
    Claims.ABSOLUTE: Kind.CLAIM_ABSOLUTE,
    Claims.HEALTH: Kind.CLAIM_HEALTH,
    Claims.ORGANIC: Kind.CLAIM_ORGANIC,
    Claims.ORIGIN: Kind.CLAIM_ORIGIN,
    Claims.PESTICIDE_FREE: Kind.CLAIM_PESTICIDE_FREE,
    Claims.AWARD: Kind.CLAIM_AWARD,
    Claims.PITY: Kind.CLAIM_PITY,
    Claims.PRICE: Kind.CLAIM_PRICE,
}
NEEDS_PAPER: Final = frozenset(_KINDS[claim] for claim in CERTIFIED)
"""What goes quiet when the paper for it is filed."""

_SERIOUS: Final = frozenset({Claims.HEALTH})
"""What no proof makes right, and what people may be harmed by."""

_PAUSE: Final = 1000
"""Milliseconds between two subtitles after which a new sentence begins, whatever their dots say."""

_ENDS: Final = tuple("。！？!?.;；…")


@dataclass(frozen=True, slots=True)
class _Passage:
    """What is said or written in one place.

    ``pieces`` are the letters at which it begins in frames of the video; none for what has no time.
    """

    where: str
    text: str
    pieces: tuple[tuple[int, FrameRange], ...] = ()

    def frames(self, start: int, stop: int) -> FrameRange | None:
        """Return the frames of the pieces in which the letters [start, stop) stand."""
        if not self.pieces:
            return None
        first = [frames for at, frames in self.pieces if at <= start][-1]
        last = [frames for at, frames in self.pieces if at < stop][-1]
        return FrameRange(first.start, last.stop)


def claims_of(
    plan: EditPlan,
    description: str = "",
    title: str = "",
    proofs: Mapping[Claims, Certificate] | None = None,
) -> tuple[Flag, ...]:
    """Return the claims of a plan, and of the text and the title that its page shows besides.

    Subtitles of all languages and the cards count. ``proofs`` are the valid certificates: what
    they prove is a note that names them. A certificate's number that is only spoken proves
    nothing. Flags lie at milliseconds of the clip, so that a cut elsewhere leaves them as they are.
    """
    found = [
        flag
        for passage in _passages(plan, description, title)
        for flag in (*_claims(passage, plan, proofs or {}), *_prices(passage, plan))
    ]
    return tuple({flag.name(): flag for flag in found}.values())


def _passages(plan: EditPlan, description: str, title: str) -> Iterator[_Passage]:
    for cues in plan.spoken().values():
        yield _spoken(plan, cues)
    for card in plan.cards:
        facts = card.product
        for text in (facts.name, facts.unit, facts.origin, facts.seller):
            yield _Passage("card", text, ((0, card.frames),))
    yield _Passage("description", description)
    yield _Passage("title", title)


def _spoken(plan: EditPlan, cues: Sequence[Cue]) -> _Passage:
    """Return a track of subtitles as one text: a sentence may go on in the next of them."""
    text, pieces, last = "", list[tuple[int, FrameRange]](), 0
    for cue in cues:
        said = " ".join(cue.lines)
        pause = plan.canvas.rate.milliseconds(cue.frames.start - last) >= _PAUSE
        if text:
            text += "\n" if pause or text.endswith(_ENDS) else " "
        pieces.append((len(text), cue.frames))
        text, last = text + said, cue.frames.stop
    heard = any(cue.words for cue in cues)
    return _Passage("speech" if heard else "subtitle", text, tuple(pieces))


def _claims(
    passage: _Passage, plan: EditPlan, proofs: Mapping[Claims, Certificate]
) -> Iterator[Flag]:
    for claim in claims(passage.text, numbers_prove=False):
        span = _span(plan, passage.frames(claim.start, claim.stop))
        proof = proofs.get(claim.kind)
        if proof is not None:
            evidence = {"text": claim.text, "number": proof.number, "issuer": proof.issuer,
                        "expires": proof.expires, "where": passage.where}  # fmt: skip
            yield Flag(Kind.CLAIM_PROVED, Severity.NOTE, SOURCE, evidence, span)
        else:
            yield _flag(claim, passage.where, span)


def _flag(claim: Claim, where: str, span: Span | None) -> Flag:
    severity = Severity.SERIOUS if claim.kind in _SERIOUS else Severity.QUESTION
    evidence = {
        "text": claim.text, "where": where, "rule": claim.rule, "law": claim.law,
        "instead": claim.instead, "language": claim.language,
    }  # fmt: skip
    return Flag(_KINDS[claim.kind], severity, SOURCE, evidence, span)


def _prices(passage: _Passage, plan: EditPlan) -> Iterator[Flag]:
    """Yield what is said of the price and differs from the card."""
    facts = [card.product for card in plan.cards]
    if not facts or passage.where == "card":
        return
    shown = [price for one in facts for price in _shown(one)]
    for language in LANGUAGES:
        said = rules(language)
        read = normal(passage.text, said.spellings)
        for price in contradicting(read, said.prices.now, said.prices.before, shown):
            start, stop = read.original(price.start, price.stop)
            text = passage.text[start:stop].strip()
            evidence = {"text": text, "shown": str(facts[0].price), "where": passage.where}
            span = _span(plan, passage.frames(start, stop))
            yield Flag(Kind.PRICE_SPOKEN, Severity.QUESTION, SOURCE, evidence, span)


def _shown(facts: ProductFacts) -> tuple[Decimal, ...]:
    return (facts.price,) if facts.old_price is None else (facts.price, facts.old_price)


def _span(plan: EditPlan, frames: FrameRange | None) -> Span | None:
    """Return the milliseconds of the clip that output frames show, from the first to the last."""
    if frames is None or not len(frames):
        return None
    moments = [_source(plan, frames.start), _source(plan, frames.stop - 1) + 1]
    start, stop = (plan.canvas.rate.milliseconds(moment) for moment in sorted(moments))
    return Span(start, stop)


def _source(plan: EditPlan, frame: int) -> int:
    """Return the frame of its clip that an output frame shows."""
    for placed, segment in plan.placed():
        if frame in placed:
            return segment.source_range.start + frame - placed.start
    return frame
