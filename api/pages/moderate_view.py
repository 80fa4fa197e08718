"""What the moderators' pages show, as their templates want it. Pure but for the machine's zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.pages.moderate_say import ABOUT, ACTS, DESK, REPORT_WORDS, STATES
from vidcommerce.comments.banning import DAYS
from vidcommerce.comments.desk import Entry, Video
from vidcommerce.comments.kept import signals_of, tricks_of
from vidcommerce.comments.kinds import Kind
from vidcommerce.comments.pointing import (
    STRENGTH_WORDS,
    TRICK_WORDS,
    Piece,
    pieces,
    veiled,
)
from vidcommerce.comments.reasons import WORDS
from vidcommerce.comments.reports import Reason as Report
from vidcommerce.comments.signals import KIND_WORDS, Signal
from vidcommerce.comments.signals import Kind as Signals
from vidcommerce.comments.states import State
from vidcommerce.comments.tables import CommentActionRow, CommentReportRow, CommentRow, WriterRow
from vidcommerce.language import Words
from vidcommerce.moments import day, moment
from vidcommerce.publishing.addresses import Address

_KINDS = {Kind.QUESTION: "question", Kind.ANSWER: "answer"}
_FACTS = frozenset({Signals.WRITER, Signals.PLACE, Signals.MODEL_SILENT})
"""Signals that are no guess about the text."""

_YEAR = 365


@dataclass(frozen=True, slots=True)
class Back:
    """Which list a page came from, and goes back to."""

    sift: str = "all"
    video: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment on a moderator's page."""

    row: CommentRow
    video: Video
    writer: WriterRow | None
    page: str
    pieces: list[Piece]
    tells: list[dict[str, str]]
    understood: str
    signals: list[dict[str, str]]
    veiled: bool
    reports: list[str]
    same: int
    kind: str
    when: str
    at: tuple[int, str] | None
    record: str
    banned: str
    parent: str
    reason: str
    decided: str
    holder: str
    may_show: bool
    may_hide: bool


def shown(entry: Entry, now: int, speech: Words, *, me: str = "", blind: bool = False) -> Shown:
    """Return a comment as its card shows it; ``blind``: whatever was decided, both can be said.

    ``me`` is the id of who looks: their own lease is nothing to tell.
    """
    row = entry.row
    signals = signals_of(row.signals)
    marked = pieces(row.text, signals, tricks_of(row.signals))
    told = [_signal(one, speech) for one in signals]
    there = row.state != State.DELETED
    return Shown(
        row=row,
        video=entry.video,
        writer=entry.writer,
        page=Address("", entry.video.row.slug).path,
        pieces=marked,
        tells=[_tell(one, speech) for one in marked if one.tricks],
        understood=_understood(row, marked),
        signals=[dict(one) for one in {tuple(one.items()): one for one in told}.values()],
        veiled=veiled(row.score, signals),
        reports=[_report(one, speech) for one in entry.reports],
        same=entry.same,
        kind=speech.say(DESK[_KINDS[Kind(row.kind)]]) if row.kind in _KINDS else "",
        when=moment(row.created_at, now, speech),
        at=_second(row.moment),
        record=_record(entry.writer, speech),
        banned=_banned(entry.writer, now, speech),
        parent=entry.parent.text if entry.parent is not None else "",
        reason=reason(row.reason, speech),
        decided=_decided(entry, now, speech),
        holder=entry.holder if row.lease_by != me else "",
        may_show=there and (blind or row.state != State.SHOWN or row.decided_by is None),
        may_hide=there and (blind or row.state != State.REJECTED),
    )


def reason(code: str, speech: Words) -> str:
    """Return the words of a reason's code, nothing for none."""
    return speech.say(WORDS[code]) if code in WORDS else ""


def log_line(row: CommentActionRow, name: str, now: int, speech: Words) -> dict[str, str]:
    """Return a line of what was done: by a person of this name, or by nobody of staff."""
    return {
        "what": speech.say(ACTS.get(row.action, row.action)),
        "why": reason(row.reason, speech),
        "who": name or speech.say(ABOUT["writer_did"]),
        "when": moment(row.at, now, speech),
    }


def spans(speech: Words) -> list[tuple[int, str]]:
    """Return for how long somebody may be stopped, with words."""
    say = {1: DESK["one_day"], _YEAR: DESK["a_year"]}
    return [(days, speech.say(say.get(days, DESK["days"]), count=days)) for days in DAYS]


def states() -> dict[str, str]:
    """Return the words of states by their names."""
    return {state.value: sentence for state, sentence in STATES.items()}


def _signal(one: Signal, speech: Words) -> dict[str, str]:
    what = speech.say(KIND_WORDS[one.kind])
    sure = speech.say(STRENGTH_WORDS[one.strength])
    if one.kind in _FACTS:
        said = what
    elif one.meant:
        said = speech.say(DESK["signal_meant"], strength=sure, what=what, meant=one.meant)
    else:
        said = speech.say(DESK["signal"], strength=sure, what=what)
    return {"said": said, "strength_name": "" if one.kind in _FACTS else one.strength.name.lower()}


def _tell(piece: Piece, speech: Words) -> dict[str, str]:
    how = ", ".join(speech.say(TRICK_WORDS.get(name, name)) for name in piece.tricks)
    meant = ", ".join(piece.meant)
    return {"text": piece.text, "meant": meant if meant != piece.text else "", "how": how}


def _understood(row: CommentRow, marked: list[Piece]) -> str:
    """Return the text as lists and model read it, where that is another one."""
    return row.normal if any(one.tricks for one in marked) else ""


def _report(row: CommentReportRow, speech: Words) -> str:
    said = speech.say(REPORT_WORDS[Report(row.reason)])
    return f"{said} — {row.words}" if row.words else said


def _second(at: int | None) -> tuple[int, str] | None:
    if at is None:
        return None
    minutes, seconds = divmod(at // 1000, 60)
    return minutes, f"{seconds:02}"


def _record(writer: WriterRow | None, speech: Words) -> str:
    if writer is None:
        return ""
    if not writer.approved and not writer.rejected:
        return speech.say(DESK["first"])
    counts: dict[str, Any] = {"approved": writer.approved, "rejected": writer.rejected}
    return speech.say(DESK["record"], **counts)


def _banned(writer: WriterRow | None, now: int, speech: Words) -> str:
    banned = writer is not None and writer.banned_until > now
    return day(writer.banned_until, speech) if writer is not None and banned else ""


def _decided(entry: Entry, now: int, speech: Words) -> str:
    row = entry.row
    if row.decided_at is None:
        return speech.say(DESK["by_rule"]) if row.state != State.HELD else ""
    when = moment(row.decided_at, now, speech)
    return speech.say(DESK["decided_by"], name=entry.decider, when=when)
