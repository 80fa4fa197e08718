"""The studio's script and its sentences fit together."""

from __future__ import annotations

import re
from pathlib import Path

from api.pages.studio_film import FILM
from api.pages.studio_words import WORDS, facts
from vidcommerce.language import words

_SCRIPT = Path(__file__).parents[2] / "api/web/src"
_SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in sorted(_SCRIPT.rglob("*.ts")))
_ASKED = r"\b(?:say|sayCount|step)\(\s*'(\w+)'|\.change\(\s*'(\w+)'|#do\(\s*'(\w+)'"
_KINDS = ("where", "panel", "refused", "both", "flag", "said", "card", "ask", "reject")


def test_every_sentence_that_the_script_asks_for_is_there() -> None:
    """A name that is missing would be shown as it is."""
    asked = {name for found in re.findall(_ASKED, _SOURCES) for name in found if name}
    assert sorted(asked - set(WORDS | FILM)) == []


def test_no_sentence_is_left_that_nobody_asks_for() -> None:
    """Names that are put together are in the script in two parts."""
    quoted = set(re.findall(r"'(\w+)'", _SOURCES))
    left = [name for name in WORDS if name not in quoted and not _put_together(name, quoted)]
    assert left == []


def _put_together(name: str, quoted: set[str]) -> bool:
    kind, _, rest = name.partition("_")
    stem, _, end = name.rpartition("_")
    counted = end in ("one", "key", "title", "help") and stem in quoted
    return counted or (kind in _KINDS and rest in quoted)


def test_fields_are_the_same_in_every_language() -> None:
    """The script fills them by their names."""
    for name, sentence in (WORDS | FILM).items():
        translated = words("zh").sentences.get(sentence, sentence)
        fields = [sorted(re.findall(r"\{(\w+)\}", text)) for text in (sentence, translated)]
        assert fields[0] == fields[1], name


def test_the_page_brings_them_in_the_readers_language() -> None:
    """Beside the addresses and the form token that the script needs."""
    found = facts("c1", "token", words("zh"))
    assert found["address"] == "/studio/c1"
    assert found["csrf"] == "token"
    said = found["words"]
    assert isinstance(said, dict)
    assert said["undo"] == "撤销"
