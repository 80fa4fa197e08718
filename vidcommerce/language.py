"""What a person reads, in the person's language.

Sentences are written in English where they belong and marked with :func:`N_`; the catalogues in
``vidcommerce/locale`` hold the other languages. The .po files are read as they are, so that a
translator's change needs no build step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from vidcommerce.errors import VidcommerceError

LANGUAGES = ("en", "zh")
_CATALOGUES = Path(__file__).parent / "locale"
_LONGEST_TAG = 35
"""RFC 5646, 4.4.1."""


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a sentence for the catalogues; returns it unchanged."""
    return sentence


@dataclass(frozen=True)
class Words:
    """The sentences of one language, by their English original."""

    language: str
    sentences: Mapping[str, str]

    def say(self, sentence: str, /, **facts: object) -> str:
        """Return ``sentence`` in this language, its ``{fields}`` filled with ``facts``."""
        return (self.sentences.get(sentence) or sentence).format_map(facts)

    def explain(self, error: VidcommerceError) -> str:
        """Return the one plain sentence of an error in this language.

        A field that is itself a marked sentence (the fault of a plan, say) is translated too.
        """
        facts = {
            name: self.sentences.get(value, value) if isinstance(value, str) else value
            for name, value in error.facts().items()
        }
        return self.say(error.sentence, **facts)


def words(language: str) -> Words:
    """Return the sentences of a BCP 47 tag ("zh-CN"); what is not translated is English.

    Anybody may ask with any tag, so what is kept is one catalogue for each language, not each tag.
    """
    name = language[:_LONGEST_TAG].replace("_", "-").split("-")[0].lower()
    return _catalogue(name if name in LANGUAGES else "en")


@cache
def _catalogue(name: str) -> Words:
    if name == "en":
        return Words(name, {})
    with (_CATALOGUES / f"{name}.po").open("rb") as file:
        messages = read_po(file, locale=name)
    return Words(name, {str(m.id): str(m.string) for m in messages if m.id and m.string})
