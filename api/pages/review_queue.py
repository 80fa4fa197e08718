"""What the list of drafts shows, as its template wants it. Pure."""

from __future__ import annotations

from typing import Any, Final

from api.pages.review_say import STATES
from vidcommerce.accounts.roles import Actor
from vidcommerce.clips.states import State
from vidcommerce.reviews.holds import Hold
from vidcommerce.reviews.service import Draft
from vidcommerce.reviews.tables import AppealRow
from vidcommerce.reviews.waiting import Listed, Sift
from vidcommerce.studio.document import Drawn, Media

_HOUR: Final = 3600 * 1000
_DAY: Final = 24 * _HOUR

_WORKED_ON: Final = (State.READY, State.RENDERING)
"""What the studio is for; what was decided is taken back, or up again, on the plain page."""


def desk(clip_id: str) -> str:
    """Return the address of the page on which a draft is worked on.

    Where the studio was not built, it leads on to the page that needs no scripts.
    """
    return f"/studio/{clip_id}"


def load(drawn: Drawn, copy: Media) -> list[str]:
    """Return the files that a draft's page asks for first, the quick ones first."""
    copies = [url for one in copy.proxies for url in (one.thumbs.url, one.peaks, one.url)]
    return [url for url in (drawn.poster, *copies) if url]


def facts(found: Listed, sift: Sift, actor: Actor, now: int) -> dict[str, Any]:
    """Return the facts of the list; ages are whole hours and days of waiting."""
    queue = found.queue
    return {
        "waiting": [_entry(draft, found, actor, now) for draft in queue.waiting],
        "making": [_entry(draft, found, actor, now) for draft in queue.making],
        "done": [_entry(draft, found, actor, now) for draft in queue.done],
        "appeals": [
            {"row": row, "id": draft.clip.id, "name": draft.product.name,
             "farmer": draft.farmer.name,
             "place": "appeal" if isinstance(row, AppealRow) else "found"}
            for row, draft in found.appeals
        ],
        "farmers": found.farmers,
        "sift": sift,
    }  # fmt: skip


def _entry(draft: Draft, found: Listed, actor: Actor, now: int) -> dict[str, Any]:
    waited = max(0, now - draft.clip.created_at)
    state = State(draft.clip.state)
    hold = found.holds.get(draft.clip.id)
    return {
        "id": draft.clip.id,
        "address": desk(draft.clip.id) if state in _WORKED_ON else f"/review/{draft.clip.id}",
        "cover": f"/review/{draft.clip.id}/files/{draft.row.number}/poster.jpg",
        "drawn": draft.version.drawn,
        "name": draft.product.name,
        "farmer": draft.farmer.name,
        "time": divmod(round(draft.milliseconds / 1000), 60),
        "questions": found.questions.get(draft.clip.id, 0),
        "days": waited // _DAY,
        "hours": waited // _HOUR,
        "state": STATES.get(state, ""),
        "holder": _holder(hold, actor),
        "mine": hold is not None and hold.person_id == actor.person_id,
    }


def _holder(hold: Hold | None, actor: Actor) -> str:
    """Return who else has a draft."""
    return hold.name if hold is not None and hold.person_id != actor.person_id else ""
