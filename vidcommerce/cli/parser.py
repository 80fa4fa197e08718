"""What can be typed, and what it means, in the language of whoever types."""

from __future__ import annotations

import argparse
from pathlib import Path

from vidcommerce.language import N_, Words

ASPECTS = ("9:16", "1:1", "16:9")
ROLES = ("farmer", "helper", "moderator", "lead", "operator", "auditor")
QUEUES = ("analysis", "render", "publish")
EVERYWHERE = "0.0.0.0"  # noqa: S104 - phones are to reach it; --host narrows it


def parser(words: Words) -> argparse.ArgumentParser:
    """Return the parser of the whole command; ``command`` is then the subcommand's name."""
    say = words.say
    top = argparse.ArgumentParser(
        prog="vidcommerce",
        description=say(N_("Turns raw phone clips into a shoppable video page.")),
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _make(commands.add_parser("make", help=say(N_("make a video and its page from clips"))), words)
    _inspect(commands.add_parser("inspect", help=say(N_("say all that is known of a clip"))), words)
    _verify(
        commands.add_parser("verify", help=say(N_("say whether a published video was changed"))),
        words,
    )
    _claims(
        commands.add_parser("claims", help=say(N_("find what a text may not say of a product"))),
        words,
    )
    _plan(commands.add_parser("plan", help=say(N_("look at a plan, check it, export it"))), words)
    _models(
        commands.add_parser("models", help=say(N_("fetch and list models for subtitles"))), words
    )
    commands.add_parser("migrate", help=say(N_("bring the database up to date")))
    commands.add_parser("ready", help=say(N_("say whether database, files and queue are there")))
    _service(commands, words)
    _comments(
        commands.add_parser("comments", help=say(N_("say what would become of a comment"))), words
    )
    _log(
        commands.add_parser("log", help=say(N_("hand out the log of evidence, or check it"))), words
    )
    _user(commands.add_parser("user", help=say(N_("let people in"))), words)
    commands.add_parser("doctor", help=say(N_("say what is installed and what is missing")))
    return top


def _make(command: argparse.ArgumentParser, words: Words) -> None:
    say = words.say
    command.add_argument(
        "clips", nargs="+", type=Path, metavar="CLIP", help=say(N_("raw clips, in their order"))
    )
    command.add_argument(
        "--product", required=True, type=Path, metavar="product.toml",
        help=say(N_("what is sold (see docs/product.md)")),
    )  # fmt: skip
    command.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help=say(N_("where the results go"))
    )
    command.add_argument(
        "--music", default="auto", metavar="auto|none|FILE", help=say(N_("music under the video"))
    )
    command.add_argument(
        "--language", default="auto", metavar="auto|zh|en|...",
        help=say(N_("the language that is spoken")),
    )  # fmt: skip
    command.add_argument(
        "--model", default=None, metavar="NAME|DIR|none",
        help=say(N_("the Whisper model that writes the subtitles")),
    )  # fmt: skip
    command.add_argument(
        "--script", type=Path, metavar="lines.txt",
        help=say(N_("what is said, a line each, where no model listens")),
    )  # fmt: skip
    command.add_argument(
        "--aspect", choices=ASPECTS, default=ASPECTS[0], help=say(N_("shape of the picture"))
    )
    command.add_argument(
        "--max-seconds", type=_seconds, default=60, metavar="60",
        help=say(N_("longest that the video may be")),
    )  # fmt: skip
    command.add_argument(
        "--plan", type=Path, metavar="plan.json",
        help=say(N_("render this plan and analyse nothing again")),
    )  # fmt: skip
    _json(command, words)


def _inspect(command: argparse.ArgumentParser, words: Words) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help=words.say(N_("a raw clip")))
    _json(command, words)


def _verify(command: argparse.ArgumentParser, words: Words) -> None:
    command.add_argument(
        "file", type=Path, metavar="VIDEO", help=words.say(N_("a file of a published page"))
    )
    command.add_argument(
        "--attestation", type=Path, metavar="attestation.json",
        help=words.say(N_("what was confirmed of it, where that lies elsewhere")),
    )  # fmt: skip
    _json(command, words)


def _claims(command: argparse.ArgumentParser, words: Words) -> None:
    say = words.say
    command.add_argument(
        "text", metavar="TEXT|FILE", help=say(N_("a text, a file of text, or a plan (.json)"))
    )
    command.add_argument(
        "--language", default="", metavar="zh|en", help=say(N_("only this language's rules"))
    )
    _json(command, words)


def _plan(command: argparse.ArgumentParser, words: Words) -> None:
    say = words.say
    actions = command.add_subparsers(dest="action", required=True, metavar="show|check|export")
    show = actions.add_parser("show", help=say(N_("say what the plan keeps and shows")))
    check = actions.add_parser("check", help=say(N_("say whether the plan can be rendered")))
    export = actions.add_parser("export", help=say(N_("write the plan for another program")))
    export.add_argument("--to", required=True, choices=("otio", "srt", "vtt"))
    for action in (show, check, export):
        action.add_argument("plan", type=Path, metavar="plan.json")
    _json(show, words)


def _models(command: argparse.ArgumentParser, words: Words) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="pull|list")
    pull = actions.add_parser("pull", help=words.say(N_("fetch a model, once")))
    pull.add_argument("name", metavar="NAME")
    actions.add_parser("list", help=words.say(N_("list the models and which are here")))


def _service(commands: argparse._SubParsersAction[argparse.ArgumentParser], words: Words) -> None:
    say = words.say
    up = commands.add_parser("up", help=say(N_("run the whole service on this machine")))
    api = commands.add_parser("api", help=say(N_("serve pages and API, alone")))
    worker = commands.add_parser("worker", help=say(N_("work on what is due, alone")))
    sweep = commands.add_parser("sweep", help=say(N_("put right what broke, again and again")))
    for command, host in ((up, EVERYWHERE), (api, "127.0.0.1")):
        command.add_argument("--host", default=host, help=say(N_("the address to listen on")))
        command.add_argument(
            "--port", type=int, default=8000, help=say(N_("the port to listen on"))
        )
    for command in (up, worker):
        command.add_argument(
            "--at-once", type=_seconds, default=2, help=say(N_("how many jobs at once"))
        )
    worker.add_argument(
        "--queues", type=_queues, default=QUEUES, metavar=",".join(QUEUES),
        help=say(N_("which work to do")),
    )  # fmt: skip
    sweep.add_argument("--once", action="store_true", help=say(N_("once, and thoroughly")))


def _queues(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if not set(names) <= set(QUEUES):
        raise argparse.ArgumentTypeError(text)
    return names


def _json(command: argparse.ArgumentParser, words: Words) -> None:
    command.add_argument(
        "--json", action="store_true", help=words.say(N_("print JSON, for programs"))
    )


def _seconds(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(text)
    return value


def _comments(command: argparse.ArgumentParser, words: Words) -> None:
    say = words.say
    actions = command.add_subparsers(dest="action", required=True, metavar="check|statements|erase")
    _kept_comments(actions, words)
    check = actions.add_parser("check", help=say(N_("judge a text as the service would")))
    what = check.add_mutually_exclusive_group()
    what.add_argument("text", nargs="?", metavar="TEXT", help=say(N_("what somebody wrote")))
    what.add_argument(
        "--csv", type=Path, metavar="FILE", help=say(N_("a table with a column named text"))
    )
    _json(check, words)


def _kept_comments(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], words: Words
) -> None:
    say = words.say
    reasons = actions.add_parser(
        "statements", help=say(N_("write why comments are kept back, for an authority"))
    )
    reasons.add_argument("--station", metavar="NAME", help=say(N_("only that station's")))
    reasons.add_argument("--out", type=Path, metavar="FILE", help=say(N_("where to write it")))
    _json(reasons, words)
    erase = actions.add_parser("erase", help=say(N_("erase a person with all that they wrote")))
    who = erase.add_mutually_exclusive_group(required=True)
    who.add_argument(
        "comment", nargs="?", metavar="COMMENT", help=say(N_("the id of a comment of theirs"))
    )
    who.add_argument("--phone", metavar="NUMBER", help=say(N_("the number that they proved")))


def _log(command: argparse.ArgumentParser, words: Words) -> None:
    say = words.say
    actions = command.add_subparsers(dest="action", required=True, metavar="export|check")
    export = actions.add_parser("export", help=say(N_("write the log as JSON, for an authority")))
    export.add_argument("--station", metavar="NAME", help=say(N_("only that station's entries")))
    export.add_argument("--out", type=Path, metavar="FILE", help=say(N_("where to write it")))
    check = actions.add_parser("check", help=say(N_("say whether it is as it was written")))
    check.add_argument(
        "file", nargs="?", type=Path, metavar="FILE",
        help=say(N_("a log that was exported; without it this service's own")),
    )  # fmt: skip
    check.add_argument(
        "--here",
        action="store_true",
        help=say(N_("and whether this service's log goes on from it")),
    )
    _json(check, words)


def _user(command: argparse.ArgumentParser, words: Words) -> None:
    say = words.say
    actions = command.add_subparsers(dest="action", required=True, metavar="add|link")
    add = actions.add_parser("add", help=say(N_("print a link that lets a new person in")))
    add.add_argument("--role", required=True, choices=ROLES, help=say(N_("what they will do")))
    add.add_argument("--name", required=True, help=say(N_("what they are called")))
    add.add_argument("--login", help=say(N_("what staff sign in with")))
    add.add_argument("--phone", help=say(N_("where farmers get their code")))
    add.add_argument("--station", help=say(N_("the name of their station, made where it is new")))
    link = actions.add_parser("link", help=say(N_("print a new link for staff without a way in")))
    link.add_argument("--login", required=True, help=say(N_("what staff sign in with")))
