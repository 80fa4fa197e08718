"""The confined half of signing: writes finished videos anew, with their statements.

Started by :mod:`vidcommerce.media.signing` as ``python -m``; nothing else may run it.
"""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, Any, Final

import c2pa

from vidcommerce.media.confined import OUT_OF_MEMORY, give_up_everything
from vidcommerce.media.manifest_rules import NO_FETCHING, names_place, redacted
from vidcommerce.media.signing import Wire, receive, send

_SETTINGS: Final = {**NO_FETCHING, "builder": {"thumbnail": {"enabled": False}}}
"""No pictures go along: those of a raw clip may show what was cut out."""

_VIDEO: Final = "video/mp4"
_REASON: Final = "c2pa.PII.present"


def main() -> None:
    """Do what the order says that comes over the wire named by the fourth word."""
    with socket.socket(fileno=int(sys.argv[4])) as theirs, theirs.makefile("rwb") as wire:
        order = json.loads(receive(wire))
        give_up_everything()
        try:
            _sign(order, wire)
        except MemoryError:
            sys.exit(OUT_OF_MEMORY)


def _sign(order: dict[str, Any], wire: Wire) -> None:
    def sign(asked: bytes) -> bytes:
        send(wire, asked)
        return receive(wire)

    algorithm = c2pa.C2paSigningAlg[order["algorithm"]]
    with ExitStack() as opened:
        context = opened.enter_context(c2pa.Context.from_dict(_SETTINGS))
        signer = opened.enter_context(
            c2pa.Signer.from_callback(sign, algorithm, order["certificates"])
        )
        clips = [part for part in order["parts"] if part["file"] is not None]
        parts = [(part, opened.enter_context(_file(part["file"], "rb"))) for part in clips]
        passed_on, more = _sorted(parts, context)
        more.named.extend(_named(part) for part in order["parts"] if part["file"] is None)
        for video in order["videos"]:
            builder = _builder(video["statement"], more, passed_on, context)
            with builder, _file(video["file"], "rb") as file, _file(video["target"], "w+b") as to:
                builder.sign(signer, _VIDEO, file, to)


_Parts = list[tuple[dict[str, Any], IO[bytes]]]


@dataclass(frozen=True, slots=True)
class _More:
    """What a statement gets besides: clips that are only named, and what of others goes."""

    named: list[dict[str, Any]]
    redacted: list[str]


def _sorted(parts: _Parts, context: c2pa.Context) -> tuple[_Parts, _More]:
    """Return the parts that pass their own statements on, and what is said of the others.

    Of one without a statement, or whose own would name a place, it is said that it was there.
    """
    passed_on, more = [], _More([], [])
    for part, file in parts:
        report = _report(file, context)
        if report is None or names_place(report):
            more.named.append(_named(part))
        else:
            passed_on.append((part, file))
            more.redacted.extend(redacted(report))
    return passed_on, more


def _builder(
    statement: dict[str, Any], more: _More, passed_on: _Parts, context: c2pa.Context
) -> c2pa.Builder:
    """Return C2PA's builder of a statement with all of its parts."""
    statement["ingredients"] += more.named
    statement["redactions"] = more.redacted
    statement["assertions"][0]["data"]["actions"] += [
        {"action": "c2pa.redacted", "reason": _REASON, "parameters": {"redacted": address}}
        for address in more.redacted
    ]
    builder = c2pa.Builder(statement, context=context)
    for part, file in passed_on:
        file.seek(0)
        builder.add_ingredient(_ingredient(part), _VIDEO, file)
    return builder


def _ingredient(part: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": part["label"],
        "format": _VIDEO,
        "relationship": part["relationship"],
        "label": part["label"],
    }


def _named(part: dict[str, Any]) -> dict[str, Any]:
    """Return an ingredient of which nothing more is said than that it was there."""
    return _ingredient(part) | {"instance_id": f"xmp:iid:{part['label']}"}


def _report(file: IO[bytes], context: c2pa.Context) -> dict[str, Any] | None:
    """Return the detailed report on a clip's own statement; None where it has none to read."""
    file.seek(0)
    try:
        with c2pa.Reader(None, file, context=context) as reader:
            report: dict[str, Any] = json.loads(reader.detailed_json())
    except c2pa.C2paError:
        return None
    return report


@contextmanager
def _file(descriptor: int, mode: str) -> Iterator[IO[bytes]]:
    """Give an open file that was handed over; it stays open."""
    with open(descriptor, mode, buffering=0, closefd=False) as file:
        yield file


if __name__ == "__main__":
    main()
