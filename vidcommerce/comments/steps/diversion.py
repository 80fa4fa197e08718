"""Asking people to come to another channel, in the many ways WeChat and QQ are written. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from vidcommerce.comments.reading import Reading
from vidcommerce.comments.signals import Kind, Signal, Strength

_CHANNEL: Final = (
    r"(?:[微薇威葳维徽溦伟围卫魏巍味胃唯惟帷wv]\s?(?:信|芯|心|新|星|❤|💗|♥|x\b)|v(?![a-z领形型字脸口尾纹槽沟带皮轮])|vx|wx"
    r"|wei\s?xin|薇(?!菜|甘)|葳|溦|q(?![a-z弹版萌度感糖])|qq|扣扣|扣(?!除|款|肉|子|分|钱|上|减|费)|企鹅"
    r"|球球|秋秋|裙(?!子|边|带|摆|菜|撑|裤|腰|装)|电?报号|飞机(?!票|场|餐|上|杯)|tg|line(?![a-z])"
    r"|whats\s?app|wechat|telegram)"
)
_VERB: Final = r"(?:[加佳嘉伽茄迦珈➕+＋]|添加|搜(?:索)?|联系|咨询|私|找|滴滴|进|扫|问)"
_CALL: Final = re.compile(
    rf"(?<![增参更添附追])(?<!\d)(?<![a-z](?=\+)){_VERB}\s*(?:一?个|一?下|我|你|他|她|本人|老板|店主|掌柜|的|下面|这个"
    rf"|[:：\s])*\s*{_CHANNEL}(?!支付|付款|付|pay|红包|小程序|转账可|收款)"
)
_NUMBER: Final = re.compile(
    r"(?:[微薇威葳维徽溦伟卫魏巍味胃](?:信|芯|心|新|星|❤)|v信|w信|vx|wx|weixin)\s*(?:同号|(?:号码?|id)\s*(?:[:：=]|是|为)?\s*(?:[a-z]{0,20}[0-9_-]|[:：]))|(?:手机"
    r"|电话)[^，。,.!?]{0,4}同[微薇v号]"
    r"|\b(?=[a-z_]*\d)[a-z][a-z0-9_]{3,24} on"
    r" (?:wechat|whatsapp|telegram|snapchat|insta(?:gram)?)\b"
)
_GROUP: Final = re.compile(
    r"(?<![参增])(?:加|进|入|拉)[^\s，。！？?!]{0,4}群(?=[^。！？?!\n]{0,10}"
    r"(?:领|送|抢|享|免费|低价|便宜|优惠|福利|咨询|了解|备注|资料|红包|秒杀|有惊喜))"
    r"(?![^。！\n]{0,16}[吗么?？])"
)
_ASKS: Final = re.compile(
    r"\b(?:call|text|contact|message|msg|e?mail|reach(?: out to)?|write to|ring)"
    r"\s+me\b[^.!?\n]{0,30}?"
    r"\b(?:cheap\w*|prices?|deals?|discounts?|wholesale|bulk|orders?|promos?|offers?|business"
    r"|invest\w*|profits?|private\w*|directly|instead|whats\s?app|telegram|wechat|signal|skype)\b"
    r"|\bwe\s?chat\s*(?:[:：=]|id\b|no\b|\w*\d)"
)
_GARMENT: Final = re.compile(r"(?:领|袖|胸|襟|字母|图案|款式)[^，。,.]{0,3}$")
_MY_ORDER: Final = re.compile(r"\b(?:my|the|this|your) (?:order|delivery|refund)")
_NO: Final = re.compile(
    r"(?:加|\+)[威维][海生e]|加味|加卫生|加新(?!信)|加心|进[威维]|加q[弹q糖]|加\s+v领"
)


def diversion(reading: Reading) -> Iterator[Signal]:
    """Yield what asks people to come to another channel."""
    text = reading.plain.text
    for pattern in (_CALL, _NUMBER, _GROUP, _ASKS):
        for found in pattern.finditer(text):
            before = text[: found.start()]
            if not (_NO.search(found[0]) or _MY_ORDER.search(found[0]) or _GARMENT.search(before)):
                span, said = found.span(), (found[0], ())
                yield reading.signal(Kind.CONTACT, Strength.LIKELY, "contact.diversion", span, said)
