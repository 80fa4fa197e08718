"""What shoppers see of comments, as pages and as the page's script reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from vidcommerce.comments.kinds import Kind
from vidcommerce.comments.listing import Listed, Thread
from vidcommerce.comments.policy import MomentWrong
from vidcommerce.comments.reasons import status_of
from vidcommerce.comments.states import State
from vidcommerce.comments.tables import CommentRow
from vidcommerce.language import N_, Words

SAY: Final = {
    "title": N_("Comments"),
    "back": N_("Back to the video"),
    "none_yet": N_("No comments yet."),
    "your_name": N_("Your name"),
    "your_comment": N_("Your comment"),
    "your_reply": N_("Your reply"),
    "question": N_("This is a question to the farmer"),
    "moment": N_("Second of the video, such as 0:12 (may stay empty)"),
    "leave_empty": N_("Leave this empty"),
    "send": N_("Send"),
    "read_first": N_("A person reads first comments before they are shown. You see here at once."),
    "more": N_("More comments"),
    "newest": N_("The newest comments"),
    "replies": N_("All replies"),
    "reply": N_("Reply"),
    "want": N_("I want to know that, too"),
    "wanted": N_("I want to know that, too ({count})"),
    "all": N_("All comments"),
    "report": N_("Report or hide"),
    "you": N_("What you have written"),
    "yours": N_("Your comment"),
    "keep": N_("Keep this address: here you see what becomes of your comment."),
    "parent_gone": N_("The comment that it answers is gone, so nobody sees this one either."),
    "change": N_("Change it"),
    "change_help": N_("You can change it for five minutes."),
    "delete": N_("Delete it for ever"),
    "see": N_("See it on the page"),
    **{
        f"mark_{name}": sentence
        for name, sentence in {
            "bought": N_("bought it"),
            "question": N_("question"),
            "answer": N_("answer of the station"),
            "edited": N_("changed"),
            "pinned": N_("pinned"),
        }.items()
    },
}

_MOMENT: Final = re.compile(r"(?:(?P<minutes>\d{1,4}):)?(?P<seconds>\d{1,5}(?:\.\d{1,3})?)")


def moment_of(typed: str) -> int | None:
    """Return the millisecond of "1:12" or "72.5"; None for nothing. Raises MomentWrong."""
    text = typed.strip().replace("\uff1a", ":")
    if not text:
        return None
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise MomentWrong
    return round((60 * int(found["minutes"] or 0) + float(found["seconds"])) * 1000)


def clock(moment: int) -> str:
    """Return a moment of a video as players write it: "1:12"."""
    minutes, seconds = divmod(moment // 1000, 60)
    return f"{minutes}:{seconds:02}"


def marks_of(row: CommentRow) -> list[str]:
    """Return what stands beside the name: names of sentences in SAY."""
    marks = {
        "bought": row.bought,
        "question": row.kind == Kind.QUESTION,
        "answer": row.kind == Kind.ANSWER,
        "pinned": row.pinned_at is not None and row.kind != Kind.ANSWER,
        "edited": row.edited_at is not None,
    }
    return [f"mark_{name}" for name, holds in marks.items() if holds]


def seen(row: CommentRow, speech: Words) -> dict[str, Any]:
    """Return a comment as everybody sees it; nothing of its writer but the name."""
    return {
        "id": row.id,
        "name": row.name,
        "text": row.text,
        "day": day(row.created_at),
        "marks": [speech.say(SAY[mark]) for mark in marks_of(row)],
        "kind": row.kind,
        "moment": None if row.moment is None else row.moment / 1000,
        "clock": "" if row.moment is None else clock(row.moment),
    }


def listed(found: Listed, speech: Words) -> list[dict[str, Any]]:
    """Return threads for the page's script."""
    return [_thread(thread, speech) for thread in found.threads]


def _thread(thread: Thread, speech: Words) -> dict[str, Any]:
    replies = [seen(reply, speech) for reply in thread.replies]
    return {**seen(thread.row, speech), "replies": replies, "more": thread.more}


def own(row: CommentRow, speech: Words) -> Mapping[str, Any]:
    """Return a comment to its writer: where it stands, and why."""
    status = " ".join(speech.say(sentence) for sentence in status_of(State(row.state), row.reason))
    return {**seen(row, speech), "state": row.state, "status": status, "reply_to": row.reply_to}


def day(at: int) -> str:
    """Return the day of a moment (ISO 8601, UTC)."""
    return datetime.fromtimestamp(at / 1000, UTC).date().isoformat()
