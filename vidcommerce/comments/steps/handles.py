"""Names by which people are found elsewhere: WeChat and Telegram names, mail addresses. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from vidcommerce.comments.reading import Reading
from vidcommerce.comments.signals import Kind, Signal, Strength

_AT: Final = r"(?:@|\s*[\[({<]\s*at\s*[\])}>]\s*|\s+at\s+|艾特|圈a|＠)"
_DOT: Final = r"(?:\.|\s*[\[({<]\s*(?:dot|\.|点)\s*[\])}>]\s*|\s+dot\s+|\s*点\s*|。)"
_MAIL: Final = re.compile(
    rf"[a-z0-9][a-z0-9._+-]{{1,40}}\s?{_AT}\s?[a-z0-9-]{{2,30}}\s?{_DOT}\s?(?:com|net|org|cn"
    rf"|co|me|io|ru|edu|uk|info|qq)\b"
)
_NAMED: Final = re.compile(
    r"(?:[微薇威徽葳维魏围喂][信星芯心❤]|[加+]\s?❤|(?<![a-z])(?:v信|vx|wx|wechat|whatsapp|telegram|tg|skype"
    r"|snapchat|snap|discord|instagram|insta|ig|line id|kakao)|加v|加我v?|\+v)"
    r"(?:号|id|是|为| is| me| at|\s|账号|帐号|[:：=@丨|→➡👉-])*"
    r"(?P<name>@?(?<![a-z])[a-z][a-z0-9_.-]{4,24})"
)
_TELLS: Final = re.compile(r"[0-9_]")
_NO_NAME: Final = re.compile(
    r"^(?:pay|payment|wallet|please|thank|and|group|about|after|before|wechat|with|there)"
)
_AT_NAME: Final = re.compile(r"(?<![a-z0-9.])@[a-z0-9_]{4,30}\b")
_GO: Final = re.compile(
    r"\b(?:add|contact|message|msg|dm|pm|text|follow|find|reach|inbox|hit|write)\b.{0,24}$"
)


def handles(reading: Reading) -> Iterator[Signal]:
    """Yield mail addresses and the names by which people are found on other services."""
    text = reading.plain.text
    own = {name.lower() for name in reading.given.place.contacts}
    for found in _MAIL.finditer(text):
        if found[0] not in own:
            yield _signal(reading, "contact.mail", found.span(), found[0])
    for found in _NAMED.finditer(text):
        name = found["name"]
        plain_word = not _TELLS.search(name) and not re.search(
            r"[:：=@]", text[found.start() : found.start("name")] + name[0]
        )
        if name.lstrip("@") not in own and not plain_word and not _NO_NAME.match(name):
            yield _signal(reading, "contact.name", found.span("name"), name)
    for found in _AT_NAME.finditer(text):
        if found[0][1:] not in own and _GO.search(text[: found.start()]):
            yield _signal(reading, "contact.name", found.span(), found[0])


def _signal(reading: Reading, rule: str, span: tuple[int, int], said: str) -> Signal:
    return reading.signal(Kind.CONTACT, Strength.SURE, rule, span, (said, ()))
