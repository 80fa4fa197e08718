"""Tells machines that say what they are from people. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_SAYS_SO: Final = re.compile(
    r"(?<!cu)bot|crawl|spider|http|lighthouse|headless|preview|(?<!cam)scan", re.IGNORECASE
)
"""The words of isbot's short rule (https://github.com/omrilotan/isbot, ``isbotNaive``) without
"search", which browsers of search engines have in their names; Cubot makes phones."""


_LONGEST: Final = 512
"""Signs of a name that are looked at: no browser's is longer."""


def is_bot(user_agent: str) -> bool:
    """Tell whether a ``User-Agent`` is of a program that nobody looks at.

    The one of every browser begins with "Mozilla/", Opera Mini's with "Opera/"
    (https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/User-Agent).
    """
    return _is_bot(user_agent[:_LONGEST])


@lru_cache(maxsize=1024)  # there are few, and looking takes as long as reading a batch
def _is_bot(user_agent: str) -> bool:
    is_browser = user_agent.startswith(("Mozilla/", "Opera/"))
    return not is_browser or _SAYS_SO.search(user_agent) is not None
