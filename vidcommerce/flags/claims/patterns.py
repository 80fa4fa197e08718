"""The small language in which a rule says what it looks for. Pure.

- Letters stand for themselves, large and small alike; one with a ``?`` may be absent.
- ``{name}`` is any word of the class of that name.
- ``(a|b)`` is one of several, ``(a|b)?`` one of several or nothing, ``(a|b)+`` one to three of
  them, ``(a|b)*`` up to three.
- ``!(a|b)`` is nothing, but not right after one of these, which are equally long.
- ``..`` leaves room for a few letters of the same clause (in English: words), ``...`` for a dozen
  of the same sentence.
- ``#`` is a number in digits.
- ``~`` at the end of an English word is any ending ("cure~": cured, cures).
- ``^`` and ``$`` are the beginning and the end of what is looked into; ``$`` in English also that
  of a clause.

A space in an English pattern is also a hyphen, and words count as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

STOPS: Final = r",.!?;:，。！？；：、…\n"
"""What ends a clause."""

_TOKEN: Final = re.compile(
    r"""\{(?P<name>\w+)\}(?P<maybe>\??)
      | (?P<gap>\.{2,3})
      | \\(?P<letter>.)(?P<perhaps>\??)
      | !\((?P<not>[^()]*)\)
      | \)(?P<times>[?*+]?)(?P<space>\s*)
      | (?P<sign>[(|\#~^$])
      | (?P<blank>\s+)(?P<any>\??)
      | (?P<plain>[^{}?*+])(?P<maybe_not>\??)""",
    re.VERBOSE,
)
_WORD: Final = r"(?!(?:but|although)\b)[\w'%&]+"
"""A word that a gap leaves room for; what follows "but" says something else."""

_CHINESE_GAPS: Final = {
    "..": rf"[^{STOPS}]{{0,6}}?",
    "...": r"[^.!?;。！？；\n]{0,16}?",
}
_ENGLISH_GAPS: Final = {"..": (r"[\s-]+", 4), "...": (r"[\s,-]+", 9)}
"""What parts the words that a gap leaves room for, and how many they may be."""

_BEFORE_GAP: Final = re.compile(r"(?<![\s(|*?.])(?=\.{2,3}(?![$|).]|$))")
_AFTER_GAP: Final = re.compile(r"(\.{2,3})\s+|\s+(?=\.{2,3}(?:[$|)]|$))")
"""Gaps have a space before them and none after, but where a pattern or a group ends with one."""

_TIMES: Final = {"": "", "?": "?", "*": "{0,3}", "+": "{1,3}"}
_SIGNS_OF_BOTH: Final = {"(": "(?:(?:", "|": "|", "#": r"\d[\d.,]*", "^": r"^\s*", "~": r"\w*"}
_SIGNS: Final = {
    "zh": _SIGNS_OF_BOTH | {"$": r"(?=[\s.,!?…。'\"]*$)"},
    "en": _SIGNS_OF_BOTH | {"$": r"(?=[\s.,!?…'\"]*(?:[,:](?!\d)|\bbut\b|$))"},
}
"""The end of a clause stands for ``$`` in English: its clauses are parted by commas and longer."""


class PatternWrong(ValueError):
    """A rule file says something that the language of patterns does not know."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """How patterns of one language are read: its classes of words by name."""

    language: str
    classes: Mapping[str, Sequence[str]]

    def compiled(self, patterns: Sequence[str]) -> re.Pattern[str]:
        """Return what finds any of ``patterns`` in a normal form. Raises PatternWrong."""
        if not patterns:
            return re.compile(r"(?!)")
        try:
            return re.compile(self._whole(patterns))
        except re.error as error:
            raise PatternWrong(f"{error}: {patterns}") from error

    def _any(self, patterns: Sequence[str], inside: tuple[str, ...]) -> str:
        """Return alternatives, the longest first: what is told is as much as can be."""
        ordered = sorted(patterns, key=len, reverse=True)
        return "(?:" + "|".join(self._body(one, inside) for one in ordered) + ")"

    def _whole(self, patterns: Sequence[str]) -> str:
        """Return alternatives that do not begin or end amid a word."""
        if self.language == "zh":
            return self._any(patterns, ())
        return rf"(?<!\w(?=\w)){self._any(patterns, ())}(?!(?<=\w)\w)"

    def _body(self, pattern: str, inside: tuple[str, ...]) -> str:
        parts, end = [], 0
        spaced = _AFTER_GAP.sub(r"\1", _BEFORE_GAP.sub(" ", pattern))
        for token in _TOKEN.finditer(spaced):
            if token.start() != end:
                break
            end = token.end()
            parts.append(self._part(token, inside))
        if end != len(spaced):
            raise PatternWrong(pattern)
        return "".join(parts)

    def _part(self, token: re.Match[str], inside: tuple[str, ...]) -> str:
        """Return one part of a pattern as a part of a regular expression."""
        match {name: text for name, text in token.groupdict().items() if text is not None}:
            case {"name": name, "maybe": maybe}:
                part = self._class(name, inside) + maybe
            case {"gap": gap}:
                part = self._gap(gap, token.string[token.end() : token.end() + 1])
            case {"not": others}:
                part = "(?<!" + "|".join(re.escape(one) for one in others.split("|")) + ")"
            case {"times": times, "space": space}:
                wide = token.string.startswith("...", token.end())
                part = f"){self._space(space, wide=wide)}){_TIMES[times]}"
            case {"sign": sign}:
                part = _SIGNS[self.language][sign]
            case {"blank": _} if self.language == "zh":
                part = ""
            case {"blank": blank, "any": perhaps}:
                wide = token.string.startswith("...", token.end())
                part = self._space(blank, wide=wide).replace("+", "*" if perhaps else "+")
            case {"letter": letter, "perhaps": perhaps} | {"plain": letter, "maybe_not": perhaps}:
                part = re.escape(letter.casefold()) + perhaps
            case _:
                raise PatternWrong(token.string)
        return part

    def _gap(self, gap: str, following: str) -> str:
        """Return what a gap stands for; ``following`` is the sign after it in the pattern."""
        if self.language == "zh":
            return _CHINESE_GAPS[gap]
        space, most = _ENGLISH_GAPS[gap]
        if following in {"", "$", "|", ")"}:
            return f"(?:{space}{_WORD}){{0,{most}}}?"
        return f"(?:{_WORD}{space}){{0,{most}}}?"

    def _space(self, text: str, *, wide: bool = False) -> str:
        """Return what a space stands for, ``wide`` before a gap of the sentence."""
        return _ENGLISH_GAPS["..." if wide else ".."][0] if self.language == "en" and text else ""

    def _class(self, name: str, inside: tuple[str, ...]) -> str:
        if name in inside or name not in self.classes:
            raise PatternWrong(f"{{{name}}}")
        words = self._any(self.classes[name], (*inside, name))
        return words if self.language == "zh" else rf"(?<!\w){words}(?!\w)"
