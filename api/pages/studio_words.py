"""What the studio's script says (api/web/src/studio/words.ts).

The page brings these in the reader's language, with what else the script must know, as JSON::

    <div id="studio"></div>
    <script type="application/json" id="studio-facts">{{ facts | tojson }}</script>

with ``facts`` being ``address`` ("/studio/<clip>"), ``queue`` ("/review"), ``csrf``, ``language``
and ``words``. The script fills #studio and hides #plain, the part of the page that works without
it. Fields are {names}; the script fills them.
"""

from __future__ import annotations

from typing import Final

from vidcommerce.language import N_, Words

WORDS: Final = {
    "undo": N_("Undo"),
    "redo": N_("Redo"),
}
"""By the name under which the script asks for it; ``..._one`` is for one of what is counted."""


def facts(clip_id: str, csrf: str, words: Words) -> dict[str, object]:
    """Return what the script of a draft's page must know."""
    return {
        "address": f"/studio/{clip_id}",
        "queue": "/review",
        "csrf": csrf,
        "language": words.language,
        "words": {name: words.sentences.get(text, text) for name, text in WORDS.items()},
    }
