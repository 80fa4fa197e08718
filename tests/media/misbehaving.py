"""A child that tries what a parser taken over by a hostile file would try.

Run by :func:`vidcommerce.media.confined.ask` in tests; the file on its standard input holds the
name of what to do, and where.
"""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from pathlib import Path

from vidcommerce.media.confined import OUT_OF_MEMORY, give_up_everything


def _open(path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            return file.read().decode()
    except OSError as error:
        return os.strerror(error.errno or 0)


def _connect(port: str) -> str:
    try:
        with socket.create_connection(("127.0.0.1", int(port)), timeout=5):
            return "connected"
    except OSError as error:
        return os.strerror(error.errno or 0)


def _grow(_: str) -> str:
    try:
        return str(len(bytes(8 << 30)))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


def _spin(_: str) -> str:
    while True:
        pass


def _flood(_: str) -> str:
    block = b"x" * (1 << 20)
    while True:
        os.write(1, block)


def _crash(_: str) -> str:
    return ctypes.string_at(0).decode()


def _environment(name: str) -> str:
    return os.environ.get(name, "not there")


if __name__ == "__main__":
    give_up_everything()
    order, _, what = sys.stdin.read().partition(" ")
    deeds = {"open": _open, "connect": _connect, "grow": _grow, "spin": _spin, "flood": _flood,
             "crash": _crash, "environment": _environment}  # fmt: skip
    sys.stdout.write(deeds[order](what))
