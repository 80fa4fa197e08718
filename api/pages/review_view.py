"""What the helper's pages show of drafts, as templates want it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.pages.review_say import DECISIONS, SEVERITIES, STATES
from vidcommerce.clips.states import State
from vidcommerce.documents import read_json
from vidcommerce.drafting.marks import REASONS, CutReason
from vidcommerce.flags.claims.of_plan import NEEDS_PAPER
from vidcommerce.flags.farmer_words import for_farmer
from vidcommerce.flags.kinds import HELPER_WORDS, Flag, Severity
from vidcommerce.flags.policy import Rules
from vidcommerce.language import words
from vidcommerce.media.plan import EditPlan
from vidcommerce.media.time import FrameRange, FrameRate
from vidcommerce.money import price_texts
from vidcommerce.products.models import Stock
from vidcommerce.products.service import facts_of
from vidcommerce.products.terms import LONGEST as LONGEST_TERMS
from vidcommerce.products.terms import STOCK_WORDS, terms_of
from vidcommerce.reviews.answers import ANSWER_WORDS, Answer, Said
from vidcommerce.reviews.corrections import LONGEST_LINE, Correction, card_of
from vidcommerce.reviews.cutting import stretches
from vidcommerce.reviews.merging import as_it_is, both
from vidcommerce.reviews.policy import LONGEST_WORDS, Decision
from vidcommerce.reviews.reasons import REASON_WORDS, Reason
from vidcommerce.reviews.service import Draft, Seen
from vidcommerce.reviews.tables import DecisionRow, PlanRow


def draft(
    found: Draft,
    typed: tuple[PlanRow | None, Correction, Seen] | None,
    decisions: Sequence[tuple[DecisionRow, str]],
) -> dict[str, Any]:
    """Return the facts of one draft's page.

    ``typed`` is what somebody tried to save, with the version that they had before them; it is
    laid beside what the draft and the product say now.
    """
    lines, now = as_it_is(found.plan), card_of(facts_of(found.product))
    card, other = now, now
    if typed is not None:
        base, correction, seen = typed
        before = found.plan if base is None else read_json(EditPlan, base.plan)
        lines, card = both(before, correction.cues, found.plan), correction.card
        other = card if seen.product == found.product.version else now
    rate = found.plan.canvas.rate
    facts = facts_of(found.product)
    return {
        "draft": found,
        "state_words": STATES.get(State(found.clip.state), ""),
        "ready": found.clip.state == State.READY,
        "open": found.clip.state in (State.READY, State.RENDERING, State.PUBLISHED),
        "working": found.clip.state in (State.RENDERING, State.PUBLISHING),
        "files": f"/review/{found.clip.id}/files/{found.row.number}",
        "lines": [(_moment(line.frames.start, rate), line) for line in lines.lines],
        "lost": lines.lost,
        "card": card,
        "product_now": other,
        "terms": terms_of(found.product),
        "stocks": [(stock.value, STOCK_WORDS[stock]) for stock in Stock],
        "stock_words": STOCK_WORDS[terms_of(found.product).stock],
        "longest": LONGEST_TERMS,
        "price": price_texts(facts.price, facts.old_price, facts.currency, found.plan.language),
        "answers": [(answer.value, ANSWER_WORDS[answer]) for answer in Answer],
        "answers_words": ANSWER_WORDS,
        "cuts": [_cut(found.plan, number) for number in range(len(found.plan.sources))],
        "cut_out": [_cut_out(cut) for cut in found.row.report.get("cuts", ())],
        "remarks": [(r["sentence"], r["facts"]) for r in found.row.report.get("remarks", ())],
        "reasons": [(reason.value, REASON_WORDS[reason]) for reason in Reason],
        "decisions": [_decision(row, name, rate) for row, name in decisions],
        "most_words": LONGEST_WORDS,
        "most_line": LONGEST_LINE,
    }  # fmt: skip


def flags(found: Draft, said: Mapping[str, Said], rules: Rules) -> list[dict[str, Any]]:
    """Return what was found out, with what was said to it: what asks most first."""
    order = list(Severity)[::-1]
    farmer = words(found.farmer.language)
    return [
        {
            "digest": flag.name(),
            "severity": flag.severity,
            "badge": SEVERITIES[flag.severity],
            "sentence": HELPER_WORDS[flag.kind],
            "facts": flag.evidence,
            "at": _shown_at(found.plan, flag),
            "said": said.get(flag.name()),
            "asks": rules.asks(flag),
            "paper": flag.kind in NEEDS_PAPER,
            "ask": " ".join(for_farmer(flag, farmer)).strip(),
        }
        for flag in sorted(found.flags, key=lambda flag: order.index(flag.severity))
    ]


def about(found: Draft, digest: str) -> dict[str, str]:
    """Return what to ask the farmer about a flag, and the second; empty words for no flag."""
    for flag in found.flags:
        if flag.name() == digest:
            at = _shown_at(found.plan, flag)
            told = " ".join(for_farmer(flag, words(found.farmer.language))).strip()
            return {"words": told, "at": at[1] if at else ""}
    return {"words": "", "at": ""}


def _shown_at(plan: EditPlan, flag: Flag) -> tuple[str, str] | None:
    """Return the moment of the video at which a flag's span is first seen; None for none."""
    if flag.span is None:
        return None
    rate = plan.canvas.rate
    seen = FrameRange(rate.frame_at(flag.span.start), rate.frame_at(flag.span.stop) + 1)
    for placed, segment in plan.placed():
        common = seen.intersection(segment.source_range)
        if segment.source == 0 and len(common):
            return _moment(placed.start + common.start - segment.source_range.start, rate)
    return None


def _moment(frame: int, rate: FrameRate) -> tuple[str, str]:
    """Return a frame's time as players' addresses want it (seconds) and as people read it."""
    milliseconds = rate.milliseconds(frame)
    return f"{milliseconds / 1000:.3f}", _clock(milliseconds)


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}:{seconds:02}"


def _cut_out(cut: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return from when to when (of the clip) and why a stretch was cut."""
    return _clock(cut["start"]), _clock(cut["stop"]), REASONS[CutReason(cut["reason"])]


def _cut(plan: EditPlan, source: int) -> dict[str, Any]:
    """Return the stretches of a source in thousandths of its length, and the seconds kept."""
    parts = stretches(plan, source)
    whole = parts[-1].stop
    return {
        "whole": round(whole / 1000),
        "kept": round(sum(p.stop - p.start for p in parts if p.kept) / 1000),
        "parts": [(p.start * 1000 / whole, (p.stop - p.start) * 1000 / whole)
                  for p in parts if p.kept],
    }  # fmt: skip


def _decision(row: DecisionRow, person: str, rate: FrameRate) -> dict[str, str]:
    """Return the sentence, who, the reason's sentence, the words and the moment of a decision."""
    return {
        "sentence": DECISIONS[Decision(row.decision)],
        "who": person,
        "reason": REASON_WORDS[Reason(row.reason)] if row.reason else "",
        "words": row.words,
        "at": _clock(rate.milliseconds(row.frame)) if row.frame >= 0 else "",
    }
