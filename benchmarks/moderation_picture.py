"""The curve from which the threshold to hold is chosen, as a small SVG picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

_WIDE, _HIGH, _LEFT, _TOP = 560, 300, 46, 16
_LINES: Final = {
    "precision": ("#1b5e20", "of those held, meant"),
    "passed": ("#b71c1c", "abuse published"),
    "stopped": ("#0d47a1", "innocent held"),
}


def drawn(curve: Sequence[Mapping[str, Any]]) -> str:
    """Return the picture of a curve: shares over the threshold in thousandths."""
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="12"',
        f' viewBox="0 0 {_WIDE + 190} {_HIGH + 60}">',
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for tenth in range(0, 11, 2):
        y = _y(tenth / 10)
        parts.append(f'<path d="M{_LEFT} {y}H{_LEFT + _WIDE}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{tenth / 10}</text>')
    parts += [
        f'<text x="{_x(at)}" y="{_HIGH + 36}" text-anchor="middle">{at}</text>'
        for at in range(100, 1000, 200)
    ]
    for place, (name, (colour, words)) in enumerate(_LINES.items()):
        line = " ".join(f"{_x(each['at'])},{_y(each[name])}" for each in curve)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(
            f'<text x="{_LEFT + _WIDE + 8}" y="{40 + 20 * place}" fill="{colour}">{words}</text>'
        )
    return "\n".join([*parts, "</svg>\n"])


def _x(at: int) -> float:
    return round(_LEFT + _WIDE * at / 1000, 1)


def _y(share: float) -> float:
    return round(_TOP + _HIGH * (1 - share), 1)
