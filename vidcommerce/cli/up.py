"""``vidcommerce up``: the whole service on one machine, with nothing to install beside it."""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import Final

import segno

from vidcommerce.accounts.service import first_operator
from vidcommerce.cli import exits, programs
from vidcommerce.cli.programs import Parent, Program
from vidcommerce.db import now_ms, open_database
from vidcommerce.errors import InputRejected
from vidcommerce.jobs import QUEUES
from vidcommerce.language import N_, Words
from vidcommerce.migrations import migrate
from vidcommerce.settings import Settings, settings

_STARTING: Final = N_("Starting ...")
_HERE: Final = N_("On this machine:  {url}")
_THERE: Final = N_("On a phone in the same network:  {url}")
_FIRST: Final = N_("The first sign-in, as operator, good once:\n  {url}")
_END: Final = N_("Ctrl-C ends the service.")
_AGAIN: Final = N_("{program} has ended; it is started again in {seconds:g} s.")
_PUBLIC_URL: Final = "VIDCOMMERCE_PUBLIC_URL"
_ELSEWHERE: Final = ("192.0.2.1", 9)
"""An address that nobody has (RFC 5737): that of ours which leads there is where we are found."""

_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(eq=False)
class PortTaken(InputRejected):
    """Another program listens on the port."""

    port: int
    sentence = N_("Port {port} is taken by another program. Choose another: --port {port}1")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the service is reached: on this machine, and from others (empty where it is not)."""

    here: str
    there: str


def run(given: argparse.Namespace, said: Words) -> int:
    """Bring the database up to date, run everything, and say how to get in."""
    _check_free(given.host, given.port)
    at = _addresses(given.host, given.port)
    public = os.environ.get(_PUBLIC_URL) or at.there or at.here
    here = settings({**os.environ, _PUBLIC_URL: public})
    print(said.say(_STARTING), flush=True)
    link = _prepared(here)
    environment = {**programs.ONE_THREAD, **os.environ, _PUBLIC_URL: public}
    commands = {
        "api": programs.api(given.host, given.port),
        "worker": programs.worker(tuple(dict.fromkeys(QUEUES.values())), given.at_once),
        "sweep": programs.sweep(),
    }
    running = [Program(name, command, environment) for name, command in commands.items()]
    greeting = _greeting(at, link, said)

    def ended(name: str, pause: float) -> None:
        print(said.say(_AGAIN, program=name, seconds=pause), file=sys.stderr, flush=True)

    Parent(running, ended).run(lambda: next(greeting, None))
    return exits.OK


def _prepared(here: Settings) -> str | None:
    """Make the database what this version needs; return the path of the first sign-in."""
    here.data.mkdir(parents=True, exist_ok=True)
    database = open_database(here.database)
    migrate(database)
    with database.writing() as session:
        link = first_operator(session, now_ms())
    database.engine.dispose()  # the children open their own
    return link


def _greeting(at: Addresses, link: str | None, said: Words) -> Iterator[None]:
    """Say how to get in, once the service answers; a step at each look."""
    while not _answers(at.here):
        yield
    print(said.say(_HERE, url=at.here))
    if at.there:
        print(said.say(_THERE, url=at.there))
        segno.make(at.there).terminal(out=sys.stdout, compact=True)
    if link is not None:
        print(said.say(_FIRST, url=at.here + link))
    print(said.say(_END), flush=True)


def _answers(url: str) -> bool:
    asking = HTTPConnection(url.removeprefix("http://"), timeout=1)
    try:
        asking.request("GET", "/healthz")
        return asking.getresponse().status == HTTPStatus.OK
    except (HTTPException, OSError):
        return False
    finally:
        asking.close()


def _addresses(host: str, port: int) -> Addresses:
    local = "localhost" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    here = f"http://{local}:{port}"
    if host in _LOOPBACK:
        return Addresses(here, "")
    outside = _own_address() if local == "localhost" else host
    return Addresses(here, f"http://{outside}:{port}" if outside else "")


def _own_address() -> str:
    """Return this machine's address in its network, nothing without one; no packet is sent."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_ELSEWHERE)
        address: str = probe.getsockname()[0]
        return "" if address.startswith("127.") else address
    return ""


def _check_free(host: str, port: int) -> None:
    """Raise PortTaken where somebody listens: a server would be started in vain for ever."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise PortTaken(port) from error
