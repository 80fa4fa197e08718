"""Puts the document of a draft together, from all who know something of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from vidcommerce.analysis.facts import ClipAnalysis
from vidcommerce.clips.states import TRANSITIONS, Event, State
from vidcommerce.drafting.limits import limits
from vidcommerce.drafting.marks import REASONS
from vidcommerce.drafting.unseen import Known, known
from vidcommerce.flags.farmer_words import for_farmer
from vidcommerce.flags.kinds import HELPER_WORDS, Flag, Severity
from vidcommerce.language import N_, Words, words
from vidcommerce.media.captions import caption_look
from vidcommerce.media.fonts import own_fonts
from vidcommerce.media.plan import EditPlan
from vidcommerce.media.time import FrameRate
from vidcommerce.reviews import allowing, answers, appealed, holds, weighing
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.appealed import FlagAppeal
from vidcommerce.reviews.holds import Hold
from vidcommerce.reviews.policy import Decision
from vidcommerce.reviews.reasons import REASON_WORDS, Reason
from vidcommerce.reviews.service import Draft
from vidcommerce.reviews.tables import DecisionRow
from vidcommerce.studio import document as doc
from vidcommerce.studio import media, previews, repository, service
from vidcommerce.studio.cards import card_view
from vidcommerce.studio.facts import analyses_of, cut_frames
from vidcommerce.studio.service import Desk

BY_HAND: Final = "by_hand"
_BY_HAND: Final = N_("a person cut it out")


@dataclass(frozen=True, slots=True)
class Wording:
    """How pages name the states of a clip and tell decisions ({person}, {why}), and severities."""

    states: Mapping[State, str]
    decisions: Mapping[Decision, str]
    severities: Mapping[Severity, str]


def opened(desk: Desk, clip_id: str, wording: Wording) -> doc.StudioDocument:
    """Return the document of a draft. Raises DraftUnknown or NotAllowed."""
    found = reviews.draft(desk.session, desk.actor, clip_id)
    plan, speech = found.plan, desk.speech
    analyses = analyses_of(desk.store, found.clip, plan)
    copy = media.copy_of(desk.store, found.clip, plan)
    hold = holds.of_clip(desk.session, clip_id, desk.now)
    return doc.StudioDocument(
        clip=clip_id,
        number=found.row.number,
        product=_product(found),
        plan=plan,
        state=found.clip.state,
        state_words=speech.say(wording.states.get(State(found.clip.state), "")),
        holder=_holder(hold, desk),
        may=_may(found, hold, desk),
        working=service.working(desk, clip_id),
        drawn=media.drawn(found),
        media=copy.media,
        reasons=_reasons(found, speech),
        cut_reasons=_cut_reasons(speech),
        known=_known(plan, analyses),
        shots=_shots(plan, analyses),
        limits=limits(plan),
        captions=caption_look(plan.canvas, own_fonts()),
        font=previews.font_url(),
        covers=copy.covers,
        beds=previews.beds(plan, speech.language),
        card=card_view(found, plan),
        flags=_flags(found, desk, wording),
        verdict=speech.say(weighing.in_words(desk.session, found.clip, found.flags, desk.policies)),
        glossary=repository.terms(desk.session, found.clip.station_id),
        refusals=tuple(doc.Choice(r.value, speech.say(REASON_WORDS[r])) for r in Reason),
        decisions=tuple(
            _decided(row, name, speech, wording)
            for row, name in reviews.decisions(desk.session, clip_id)
        ),
        versions=service.versions(desk, found),
    )


def _product(found: Draft) -> doc.Product:
    row = found.product
    return doc.Product(row.id, row.version, row.name, found.farmer.name)


def _holder(hold: Hold | None, desk: Desk) -> doc.Holder | None:
    if hold is None:
        return None
    return doc.Holder(hold.name, hold.until, hold.person_id == desk.actor.person_id)


def _may(found: Draft, hold: Hold | None, desk: Desk) -> doc.May:
    state, actor = State(found.clip.state), desk.actor
    barred = allowing.approving(desk.session, actor, found, desk.policies)
    held = hold is not None and hold.person_id != actor.person_id
    return doc.May(
        save=(state, Event.CORRECTED) in TRANSITIONS,
        decide=state is State.READY,
        approve=not barred,
        why_not=" ".join(map(desk.speech.explain, barred)),
        takeover=held and holds.may_take_over(actor, found.clip),
    )


def _reasons(found: Draft, speech: Words) -> tuple[doc.Reason, ...]:
    return tuple(
        doc.Reason(0, frames.start, frames.stop, reason.value, speech.say(REASONS[reason]))
        for frames, reason in cut_frames(found.row, found.plan)
    )


def _cut_reasons(speech: Words) -> tuple[doc.Choice, ...]:
    named = (doc.Choice(reason.value, speech.say(words)) for reason, words in REASONS.items())
    return (*named, doc.Choice(BY_HAND, speech.say(_BY_HAND)))


def _known(plan: EditPlan, analyses: Sequence[ClipAnalysis]) -> tuple[Known, ...]:
    """Return what is said in the whole clip: by characters a line, as measuring takes seconds."""
    return known(plan, analyses) if analyses else ()


def _shots(plan: EditPlan, analyses: Sequence[ClipAnalysis]) -> tuple[doc.Shots, ...]:
    rate = plan.canvas.rate
    return tuple(
        doc.Shots(number, tuple(rate.frame_at(at) for at in analysis.shots))
        for number, analysis in enumerate(analyses)
    )


def _flags(found: Draft, desk: Desk, wording: Wording) -> tuple[doc.FlagSeen, ...]:
    """Return the flags, what asks most first, with what was said to each last."""
    said = answers.of_clip(desk.session, found.clip.id)
    appeals = appealed.of_clip(desk.session, found.clip.id)
    order = list(Severity)[::-1]
    ordered = sorted(found.flags, key=lambda flag: order.index(flag.severity))
    rules = weighing.rules_of(desk.session, found.clip, desk.policies)
    farmer, rate = words(found.farmer.language), found.plan.canvas.rate
    return tuple(
        replace(
            _flag(flag, said, rate, desk.speech, wording),
            asks=rules.asks(flag),
            ask=" ".join(for_farmer(flag, farmer)).strip(),
            appeal=_waiting(appeals.get(flag.name())),
        )
        for flag in ordered
    )


def _waiting(appeal: FlagAppeal | None) -> str | None:
    return None if appeal is None or appeal.answer is not None else appeal.row.words


def _flag(
    flag: Flag, said: Mapping[str, answers.Said], rate: FrameRate, speech: Words, wording: Wording
) -> doc.FlagSeen:
    digest = flag.name()
    last = said.get(digest)
    answer = None if last is None else doc.Answer(last.answer, last.words, last.by, last.at)
    return doc.FlagSeen(
        digest=digest,
        kind=flag.kind.value,
        severity=flag.severity.value,
        severity_words=speech.say(wording.severities[flag.severity]),
        words=speech.say(HELPER_WORDS[flag.kind], **flag.evidence),
        start=None if flag.span is None else rate.frame_at(flag.span.start),
        stop=None if flag.span is None else rate.frame_at(flag.span.stop),
        answer=answer,
        asks=True,
        text=str(flag.evidence.get("text", "")),
        ask="",
        appeal=None,
    )


def _decided(row: DecisionRow, name: str, speech: Words, wording: Wording) -> doc.Decided:
    why = speech.say(REASON_WORDS[Reason(row.reason)]) if row.reason else ""
    sentence = wording.decisions[Decision(row.decision)]
    return doc.Decided(speech.say(sentence, person=name, why=why), row.words, row.at, row.frame)
