"""What the service says of itself: a JSON object a line, or plain lines on a terminal.

``bound(clip_id=...)`` puts ids on every line that is said inside it, whoever says it. The id of a
request goes with the work that it asks for, by the row of the job, to the worker that does it.
People stand in the log as ids: what could name them is struck out.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from contextlib import AbstractContextManager
from typing import Any, Final, TextIO, cast

import structlog
from structlog.contextvars import bound_contextvars, get_contextvars, merge_contextvars
from structlog.stdlib import BoundLogger, ProcessorFormatter
from structlog.typing import Processor

_STRUCK: Final = "..."
_SECRET: Final = frozenset(
    {"authorization", "code", "cookie", "csrf", "login", "name", "password", "phone", "secret",
     "token", "totp"}
)  # fmt: skip
"""Keys whose values never stand in a log."""

_PHONE: Final = re.compile(r"\+\d{8,15}\b")

_QUIET: Final = {"botocore": logging.WARNING, "boto3": logging.WARNING, "amqp": logging.WARNING,
                 "s3transfer": logging.WARNING, "urllib3": logging.WARNING,
                 "alembic": logging.WARNING}  # fmt: skip
"""What libraries say of every request of theirs is left out."""

_OWN_WAYS: Final = ("uvicorn", "uvicorn.error", "uvicorn.access")
"""Loggers that were given handlers of their own before we were asked."""


def strike_out(_logger: object, _method: str, line: MutableMapping[str, Any]) -> Any:  # noqa: ANN401
    """Strike out of a line what could name a person or open a door."""
    for key, value in line.items():
        if key in _SECRET:
            line[key] = _STRUCK
        elif isinstance(value, str):
            line[key] = _PHONE.sub(_STRUCK, value)
    return line


_SAID: Final[tuple[Processor, ...]] = (
    merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
)
"""What every line is given, also those of libraries."""


def logger(name: str) -> BoundLogger:
    """Return the logger of a module: ``logger(__name__).info("what happened", clip_id=...)``."""
    made = structlog.wrap_logger(
        logging.getLogger(name),
        wrapper_class=BoundLogger,
        processors=[
            structlog.stdlib.filter_by_level,
            *_SAID,
            ProcessorFormatter.wrap_for_formatter,
        ],
    )
    return cast("BoundLogger", made)


def bound(**ids: str) -> AbstractContextManager[None]:
    """Have every line inside the ``with`` carry these ids: clip_id, job_id, request_id, ..."""
    return cast("AbstractContextManager[None]", bound_contextvars(**ids))


def request_id() -> str:
    """Return the id of the request that all this is for, or nothing."""
    return str(get_contextvars().get("request_id", ""))


def set_up(stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Have this process say what it says on ``stream`` (standard error), libraries too.

    On a terminal the lines are for people, elsewhere for programs.
    """
    stream = sys.stderr if stream is None else stream
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(plain=stream.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, quiet in _QUIET.items():
        logging.getLogger(name).setLevel(quiet)
    for name in _OWN_WAYS:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True


def _formatter(*, plain: bool) -> logging.Formatter:
    renderer: tuple[Processor, ...] = (
        (structlog.dev.ConsoleRenderer(timestamp_key="at"),)
        if plain
        else (
            structlog.processors.format_exc_info,
            strike_out,  # again, for what the exception says
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        )
    )
    return ProcessorFormatter(
        foreign_pre_chain=_SAID,
        processors=[ProcessorFormatter.remove_processors_meta, strike_out, *renderer],
    )
