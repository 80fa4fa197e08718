"""Numbers in whatever writing: digits, words, homophones, letters. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

IN_WORDS: Final = "numbers in words"
IN_LETTERS: Final = "letters for digits"
APART: Final = "numbers in pieces"

_HAN: Final = dict(
    zip(
        "零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两洞拐勾",
        "01234567891234567891" + "2079",
        strict=True,
    )
)
_SOUNDS: Final[Mapping[str, str]] = {
    sign: digit
    for digit, signs in {
        "0": "林玲灵凌铃领令岭", "1": "依衣伊医亿易妖腰要夭", "2": "儿尔耳而饵贰",
        "3": "伞散叁山", "4": "斯司丝思事是死四肆寺似",
        "5": "午舞武吴无伍我五", "6": "溜流柳刘留榴",
        "7": "期齐起妻气其启奇柒漆", "8": "吧巴爸扒拔捌芭", "9": "酒久就旧韭玖救",
    }.items()
    for sign in signs
}  # fmt: skip
_SAID: Final = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "won": "1", "too": "2", "tree": "3",
    "for": "4", "fore": "4", "ate": "8",
    "ling": "0", "yi": "1", "yao": "1", "er": "2", "san": "3", "si": "4", "wu": "5", "liu": "6",
    "qi": "7", "ba": "8", "jiu": "9",
}  # fmt: skip
_LEET: Final = dict(zip("oilzsbgq", "01125899", strict=True))

_DIGIT: Final = re.compile(
    r"(?P<digit>[0-9])"
    r"|(?P<more>\b(?:double|triple)\b)"
    rf"|(?P<word>(?<![a-z])(?:{'|'.join(sorted(_SAID, key=len, reverse=True))})(?![a-z]))"
    rf"|(?P<han>[{''.join(_HAN)}])|(?P<sound>[{''.join(_SOUNDS)}])"
    r"|(?P<leet>(?<![a-z])[oilzsbgq]{1,10}(?=[0-9])|(?<=[0-9])[oilzsbgq]{1,10}(?![a-z]))"
)
_PADDED: Final = re.compile(r"(?<![a-z0-9])(?:[0-9][^\W\d_]){9,}[0-9]?(?![a-z0-9]{2})")
_GAP: Final = re.compile(r"(?:[^\w\n]|_){0,5}|\n|\s?(?:dash|hyphen|杠|横杠)\s?")
_COUNTED: Final = re.compile(
    r"\s?(?:[十百千万亿%‰℃°]|斤|公斤|千克|克|kg|g\b|ml\b|元|块|毛|角|个|只|箱|盒|袋|瓶|枚|颗|头|棵|株|亩|号楼|年|月|日|天|点|分|度|岁|折|cm|mm|km|lbs?\b|oz\b)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A row of digits: where it stands in a plain text, its groups, what stands between them.

    ``spelled`` counts digits that are not written as digits; ``tricks`` name how.
    """

    start: int
    stop: int
    groups: tuple[str, ...]
    gaps: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    spelled: int
    sounds: int
    tricks: tuple[str, ...]

    @property
    def digits(self) -> str:
        """Return all digits."""
        return "".join(self.groups)


@dataclass(frozen=True, slots=True)
class _Unit:
    digits: str
    start: int
    stop: int
    how: str


def numbers(text: str) -> list[Number]:
    """Return the rows of five digits or more in a plain text."""
    rows = _rows(text, list(_units(text)))
    found = [made for row in rows if (made := _number(text, row)) and len(made.digits) >= _LEAST]
    return [*found, *_padded(text)]


def _padded(text: str) -> Iterator[Number]:
    """Yield digits each of which has one letter after it."""
    for row in _PADDED.finditer(text):
        at = [row.start() + i for i, sign in enumerate(row[0]) if sign.isdigit()]
        groups, spans = tuple(text[i] for i in at), tuple((i, i + 1) for i in at)
        gaps = tuple(text[a + 1 : b] for a, b in pairwise(at))
        yield Number(at[0], at[-1] + 1, groups, gaps, spans, 0, 0, (APART,))


_LEAST: Final = 5


def _units(text: str) -> Iterator[_Unit]:
    times, begin = 1, -1
    for found in _DIGIT.finditer(text):
        how, said = found.lastgroup or "", found[0]
        if how == "more":
            times, begin = (2 if said == "double" else 3), found.start()
            continue
        start = begin if begin >= 0 else found.start()
        yield _Unit(_read(how, said) * times, start, found.end(), how)
        times, begin = 1, -1


def _read(how: str, said: str) -> str:
    if how == "digit":
        return said
    table = {"han": _HAN, "sound": _SOUNDS, "word": _SAID, "leet": _LEET}[how]
    return "".join(table[sign] for sign in said) if how == "leet" else table[said]


def _rows(text: str, units: Sequence[_Unit]) -> Iterator[list[_Unit]]:
    row: list[_Unit] = []
    for unit in units:
        if row and not _joins(text, row, unit):
            yield row
            row = []
        row.append(unit)
    if row:
        yield row


def _joins(text: str, row: Sequence[_Unit], unit: _Unit) -> bool:
    """Return whether a digit goes on with those before: signs between, or one padding letter."""
    gap = text[row[-1].stop : unit.start]
    if _GAP.fullmatch(gap):
        return True
    return len(gap.strip()) == 1 and len(gap) <= 3 and not _COUNTED.match(gap)  # noqa: PLR2004


def _number(text: str, row: list[_Unit]) -> Number | None:
    row = _trimmed(row)
    if len(row) < 2:  # noqa: PLR2004
        return None
    groups, gaps, spans = [row[0].digits], [], [(row[0].start, row[0].stop)]
    for before, unit in pairwise(row):
        gap = text[before.stop : unit.start]
        if gap:
            gaps.append(gap)
            groups.append(unit.digits)
            spans.append((unit.start, unit.stop))
        else:
            groups[-1] += unit.digits
            spans[-1] = (spans[-1][0], unit.stop)
    spelled = sum(unit.how != "digit" for unit in row)
    sounds = sum(unit.how == "sound" for unit in row)
    tricks = []
    if spelled:
        tricks.append(IN_LETTERS if any(unit.how == "leet" for unit in row) else IN_WORDS)
    if len(groups) > _PIECES:
        tricks.append(APART)
    return Number(
        row[0].start, row[-1].stop, tuple(groups), tuple(gaps), tuple(spans), spelled, sounds,
        tuple(tricks),
    )  # fmt: skip


_PIECES: Final = 4


def _trimmed(row: list[_Unit]) -> list[_Unit]:
    """Leave out what only sounds like a digit at both ends: "是13..." starts with the 1."""
    said = "".join(unit.digits for unit in row)
    if len(said) == _MOBILE and said[0] == "1" and row[-1].stop - row[0].start == _MOBILE:
        return row
    first, last = 0, len(row)
    while first < last and row[first].how == "sound":
        first += 1
    while last > first and row[last - 1].how == "sound" and last - first > _MOBILE:
        last -= 1
    return row[first:last]


_MOBILE: Final = 11


def counted(text: str, stop: int) -> bool:
    """Return whether a number that ends at ``stop`` counts something: kilos, yuan, boxes."""
    return _COUNTED.match(text, stop) is not None
