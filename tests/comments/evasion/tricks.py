"""Ways to hide a word, each a function of the word; written without looking at what undoes them.

A trick answers None where it can't be done to a word, as leet to Chinese.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Final

Trick = Callable[[str], str | None]

_CYRILLIC: Final = dict(zip("aceiopsxy", "асеіорѕху", strict=True))
_GREEK: Final = dict(zip("aeikonptuvx", "αεικονρτυνχ", strict=True))
_LEET: Final = dict(zip("aeiosgbt", "43105987", strict=True))
_SIGNS: Final = dict(zip("aisclt", "@!$(|+", strict=True))
_SMALL: Final = dict(zip("abcdefghijklmnoprtuvwyz", "ᴀʙᴄᴅᴇғɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ", strict=True))
_FLIP: Final = dict(zip("abcdefghijkmnpqrtuvwy", "ɐqɔpǝɟƃɥᴉɾʞɯudbɹʇnʌʍʎ", strict=True))
_SUPER: Final = dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))
_MARKS: Final = "\u0300\u0336\u0334\u0358\u0489\u0317\u0332"


def _is_latin(word: str) -> bool:
    return all(sign.isascii() and (sign.isalpha() or sign == " ") for sign in word)


def _is_han(word: str) -> bool:
    return all("\u4e00" <= sign <= "\u9fff" for sign in word)


def _latin(change: Callable[[str], str]) -> Trick:
    return lambda word: change(word) if _is_latin(word) else None


def _mapped(table: Mapping[str, str]) -> Trick:
    def change(word: str) -> str | None:
        made = "".join(table.get(sign, sign) for sign in word)
        return made if _is_latin(word) and made != word else None

    return change


def _shifted(first: int) -> Trick:
    """Letters of a block of Unicode that has the alphabet from ``first`` on."""
    return _latin(
        lambda word: "".join(s if s == " " else chr(first + ord(s) - ord("a")) for s in word)
    )


def _between(sign: str) -> Trick:
    return lambda word: sign.join(word) if len(word) > 1 and " " not in word else None


def _random_case(word: str) -> str:
    return "".join(s.upper() if i % 2 else s for i, s in enumerate(word))


def _mask(word: str) -> str | None:
    inner = [i for i, sign in enumerate(word) if sign in "aeiou" and 0 < i < len(word) - 1]
    if not _is_latin(word) or not inner or len(word) < 4:
        return None
    return word[: inner[0]] + "*" + word[inner[0] + 1 :]


def _half(sign: str) -> Trick:
    """One sign in the middle of a word."""

    def change(word: str) -> str | None:
        middle = len(word) // 2
        return word[:middle] + sign + word[middle:] if len(word) > 1 and " " not in word else None

    return change


def _marked(word: str) -> str:
    chance = random.Random(word)  # noqa: S311 - the same marks each time
    return "".join(s + "".join(chance.choices(_MARKS, k=4)) for s in word)


def _entities(word: str) -> str:
    return "".join(f"&#{ord(sign)};" for sign in word)


def _mixed_signs(word: str) -> str | None:
    chance = random.Random(word)  # noqa: S311 - the same signs each time
    if len(word) < 2 or " " in word:
        return None
    return "".join(s + chance.choice((".", "-", "_", "*", "~", " ", "|")) for s in word)[:-1]


ANY: Final[Mapping[str, Trick]] = {
    "nothing": lambda word: word,
    "zero-width space": _between("\u200b"),
    "zero-width joiner": _between("\u200d"),
    "zero-width non-joiner": _between("\u200c"),
    "word joiner": _between("\u2060"),
    "soft hyphen": _between("\u00ad"),
    "byte order mark": _between("\ufeff"),
    "variation selector": _between("\ufe0f"),
    "tag character": _between("\U000e0061"),
    "hangul filler": _between("\u3164"),
    "braille blank": _between("\u2800"),
    "spaces": _between(" "),
    "two spaces": _between("  "),
    "ideographic space": _between("\u3000"),
    "no-break space": _between("\u00a0"),
    "dots": _between("."),
    "middle dots": _between("·"),
    "hyphens": _between("-"),
    "underscores": _between("_"),
    "slashes": _between("/"),
    "stars": _between("*"),
    "tildes": _between("~"),
    "bars": _between("|"),
    "carets": _between("^"),
    "emoji": _between("😀"),
    "hearts": _between("🍎"),
    "new lines": _between("\n"),
    "mixed signs": _mixed_signs,
    "one dot": _half("."),
    "one zero-width": _half("\u200b"),
    "one emoji": _half("🌻"),
    "brackets": lambda word: "".join(f"[{s}]" for s in word) if " " not in word else None,
    "lenticular brackets": lambda word: (
        "".join(f"【{s}】" for s in word) if " " not in word else None
    ),
    "strike-through": lambda word: "".join(s + "\u0336" for s in word),
    "underline": lambda word: "".join(s + "\u0332" for s in word),
    "heaps of marks": _marked,
    "entities": _entities,
    "markup": _half("<b></b>"),
    "right-to-left": lambda word: f"\u202e{word[::-1]}\u202c",
    "full-width spaces": _between("\u3000"),
}

LATIN: Final[Mapping[str, Trick]] = {
    "full width": _shifted(0xFF41),
    "bold": _shifted(0x1D41A),
    "bold script": _shifted(0x1D4EA),
    "fraktur": _shifted(0x1D586),
    "double-struck": _shifted(0x1D552),
    "monospace": _shifted(0x1D68A),
    "sans": _shifted(0x1D5BA),
    "circled": _shifted(0x24D0),
    "parenthesized": _shifted(0x249C),
    "squared": _shifted(0x1F130),
    "negative squared": _shifted(0x1F170),
    "negative circled": _shifted(0x1F150),
    "regional indicators": _shifted(0x1F1E6),
    "small capitals": _mapped(_SMALL),
    "superscript": _mapped(_SUPER),
    "cyrillic": _mapped(_CYRILLIC),
    "greek": _mapped(_GREEK),
    "leet": _mapped(_LEET),
    "signs": _mapped(_SIGNS),
    "capitals": _latin(str.upper),
    "mixed capitals": _latin(_random_case),
    "repeated letters": _latin(lambda word: word[0] + word[1] * 4 + word[2:]),
    "doubled letters": _latin(lambda word: "".join(s * 2 if s != " " else s for s in word)),
    "last repeated": _latin(lambda word: word + word[-1] * 5),
    "masked": _mask,
    "backwards": _latin(lambda word: word[::-1] if " " not in word and len(word) > 3 else word),
    "upside down": lambda word: (
        "".join(_FLIP.get(s, s) for s in reversed(word)) if _is_latin(word) else None
    ),
    "accents": _latin(lambda word: word.translate(str.maketrans("aeioucn", "áéíóúçñ"))),
    "percent": _latin(lambda word: "".join(f"%{ord(s):02x}" for s in word)),
    "one space": lambda word: _half(" ")(word) if _is_latin(word) and len(word) > 4 else None,
    "digits between": lambda word: (
        "".join(f"{s}{i % 9 + 1}" for i, s in enumerate(word))[:-1]
        if _is_latin(word) and " " not in word and len(word) > 4
        else None
    ),
}

_PINYIN: Final = {
    "傻逼": "sha bi", "婊子": "biao zi", "操你妈": "cao ni ma", "脑残": "nao can",
    "贱人": "jian ren",
    "王八蛋": "wang ba dan", "色情": "se qing", "约炮": "yue pao", "裸聊": "luo liao",
    "赌博": "du bo", "百家乐": "bai jia le", "刷单": "shua dan", "代开发票": "dai kai fa piao",
    "办证": "ban zheng", "冰毒": "bing du", "加微信": "jia wei xin", "微信": "wei xin",
    "加我微信": "jia wo wei xin", "私聊我": "si liao wo", "智障": "zhi zhang", "畜生": "chu sheng",
    "兼职日结": "jian zhi ri jie", "卖淫": "mai yin", "高仿": "gao fang", "去死": "qu si",
    "六合彩": "liu he cai", "枪支": "qiang zhi", "迷药": "mi yao", "加扣扣": "jia kou kou",
}  # fmt: skip
_SOUNDS: Final = {
    "傻逼": ("煞笔", "沙币", "傻币", "杀碧"), "婊子": ("表子", "裱子", "婊紫"),
    "操你妈": ("草泥马", "曹尼玛", "艹你马"), "脑残": ("脑惨", "闹残"), "贱人": ("贱亻", "溅人"),
    "王八蛋": ("忘八蛋", "王八旦"), "色情": ("涩情", "瑟晴"), "约炮": ("约泡", "越炮"),
    "裸聊": ("裸撩", "裸寥"), "赌博": ("堵博", "赌搏"), "百家乐": ("百佳乐", "佰家乐"),
    "刷单": ("唰单", "刷丹"), "代开发票": ("代开发漂", "代开法票"), "办证": ("办正", "半证"),
    "冰毒": ("兵毒", "冰独"), "加微信": ("加薇信", "加葳信", "家微信", "佳薇芯"),
    "微信": ("薇信", "葳信", "微芯", "薇芯"), "加我微信": ("加我威信", "加我薇芯", "加我微心"),
    "私聊我": ("思聊我", "私撩我"), "智障": ("智璋", "制障"), "畜生": ("畜牲", "蓄生"),
    "兼职日结": ("兼值日结", "兼职日洁"), "卖淫": ("卖银", "迈淫"), "高仿": ("高访", "膏仿"),
    "六合彩": ("六和彩", "陆合彩"), "枪支": ("枪枝", "呛支"), "迷药": ("迷葯", "眯药"),
    "加扣扣": ("加抠抠", "佳扣扣"), "去死": ("去屎", "去4"),
}  # fmt: skip
_TRADITIONAL: Final = str.maketrans(
    "妈脑残贱乐单开发证职结聊约药赌枪货", "媽腦殘賤樂單開發證職結聊約藥賭槍貨"
)


def _pinyin(joint: str) -> Trick:
    return lambda word: _PINYIN[word].replace(" ", joint) if word in _PINYIN else None


def _half_pinyin(word: str) -> str | None:
    if word not in _PINYIN:
        return None
    return word[:-1] + _PINYIN[word].split(" ")[-1]


def _first_pinyin(word: str) -> str | None:
    if word not in _PINYIN:
        return None
    return _PINYIN[word].split(" ")[0] + word[1:]


def _sound(which: int) -> Trick:
    return lambda word: _SOUNDS[word][which] if which < len(_SOUNDS.get(word, ())) else None


HAN: Final[Mapping[str, Trick]] = {
    "pinyin": _pinyin(""),
    "pinyin with spaces": _pinyin(" "),
    "pinyin in capitals": lambda word: _PINYIN[word].upper() if word in _PINYIN else None,
    "last in pinyin": _half_pinyin,
    "first in pinyin": _first_pinyin,
    "same sound": _sound(0),
    "same sound, other": _sound(1),
    "same sound, third": _sound(2),
    "traditional": lambda word: word.translate(_TRADITIONAL) if _is_han(word) else None,
    "full stops": _between("。"),
    "commas": _between("，"),
    "enumeration commas": _between("、"),
    "letters between": _half("a"),
    "digits between them": _half("1"),
    "doubled characters": lambda word: "".join(s * 2 for s in word) if _is_han(word) else None,
    "kana between": _half("の"),
}

_ZH: Final = "零一二三四五六七八九"
_BANK: Final = "零壹贰叁肆伍陆柒捌玖"
_EN: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_HOMOPHONES: Final = "零幺二三四五六七吧酒"


def _digits(table: str | tuple[str, ...], joint: str = "") -> Trick:
    return lambda number: joint.join(table[int(digit)] for digit in number)


NUMBERS: Final[Mapping[str, Trick]] = {
    "as it is": lambda number: number,
    "grouped": lambda number: f"{number[:3]} {number[3:7]} {number[7:]}",
    "hyphens in groups": lambda number: f"{number[:3]}-{number[3:7]}-{number[7:]}",
    "single spaces": " ".join,
    "single dots": ".".join,
    "single hyphens": "-".join,
    "single stars": "*".join,
    "single slashes": "/".join,
    "zero-width in numbers": "\u200b".join,
    "emoji between digits": "🍎".join,
    "with country": lambda number: f"+86 {number}",
    "numerals": _digits(_ZH),
    "numerals with one": lambda number: _digits(_ZH)(number.replace("1", "1")),
    "bank numerals": _digits(_BANK),
    "homophones": _digits(_HOMOPHONES),
    "english words": _digits(_EN, " "),
    "english words joined by hyphens": _digits(_EN, "-"),
    "full-width digits": _digits("０１２３４５６７８９"),
    "arabic-indic": _digits("٠١٢٣٤٥٦٧٨٩"),
    "devanagari": _digits("०१२३४५६७८९"),
    "mathematical digits": _digits("𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"),
    "circled digits": _digits("⓪①②③④⑤⑥⑦⑧⑨"),
    "keycaps": lambda number: "".join(f"{digit}\ufe0f\u20e3" for digit in number),
    "superscript digits": _digits("⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "letters for digits": lambda number: number.translate(str.maketrans("015", "OlS")),
    "half in words": lambda number: number[:6] + str(_digits(_ZH)(number[6:])),
    "new lines in numbers": lambda number: f"{number[:3]}\n{number[3:7]}\n{number[7:]}",
    "brackets in numbers": lambda number: f"({number[:3]}) {number[3:7]} {number[7:]}",
}
