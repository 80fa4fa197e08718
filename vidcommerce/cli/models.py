"""``vidcommerce models``: fetches and lists the models that write subtitles."""

from __future__ import annotations

import argparse

from vidcommerce.analysis.models import NAMES, installed, pull
from vidcommerce.cli import exits
from vidcommerce.cli.progress import Bars
from vidcommerce.language import N_, Words
from vidcommerce.progress import Progress, Stage
from vidcommerce.settings import settings

_HERE = N_("here, {megabytes} MB, in {folder}")
_NOT_HERE = N_("not here; fetch it with: vidcommerce models pull {name}")
_FETCHED = N_("The model {name} is in {folder}.")


def run(given: argparse.Namespace, said: Words) -> int:
    """Fetch a model, or list which are here."""
    if given.action == "pull":
        _pull(given.name, said)
    else:
        _list(said)
    return exits.OK


def _pull(name: str, said: Words) -> None:
    bars = Bars(said)
    try:
        folder = pull(
            name, settings().cache, lambda done: bars(Progress(Stage.FETCH, done, 1000, name))
        )
    finally:
        bars.close()
    print(said.say(_FETCHED, name=name, folder=folder))


def _list(said: Words) -> None:
    here = {model.name: model for model in installed(settings().cache)}
    for name in (*NAMES, *(name for name in here if name not in NAMES)):
        if name in here:
            model = here[name]
            text = said.say(_HERE, megabytes=round(model.bytes / 1e6), folder=model.folder)
        else:
            text = said.say(_NOT_HERE, name=name)
        print(f"{name:16} {text}")
