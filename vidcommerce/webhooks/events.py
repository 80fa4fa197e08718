"""What other programs can be told, and which change of a clip tells it. Pure."""

from __future__ import annotations

from enum import StrEnum

from vidcommerce.clips.states import State


class Kind(StrEnum):
    """The type of a message."""

    CLIP_READY = "clip.ready"
    CLIP_REFUSED = "clip.refused"
    VIDEO_PUBLISHED = "video.published"
    VIDEO_WITHDRAWN = "video.withdrawn"
    COMMENT_HELD = "comment.held"


_TOLD = {
    State.READY: Kind.CLIP_READY,
    State.REFUSED: Kind.CLIP_REFUSED,
    State.PUBLISHED: Kind.VIDEO_PUBLISHED,
    State.WITHDRAWN: Kind.VIDEO_WITHDRAWN,
}

_TAKES_DOWN = (State.WITHDRAWN, State.CANCELLED, State.REJECTED)
"""States that end the page of a clip, where it had one."""


def told_by(after: State, *, public: bool) -> Kind | None:
    """Return what is told when a clip comes into a state, or None.

    ``public`` says whether its page was there until then: a correction of a published video that
    is given up takes the video away, too.
    """
    if public and after in _TAKES_DOWN:
        return Kind.VIDEO_WITHDRAWN
    return _TOLD.get(after)
