"""``vidcommerce migrate``: brings the database's tables to what this version needs."""

from __future__ import annotations

import argparse

from vidcommerce.cli import exits
from vidcommerce.db import open_database
from vidcommerce.language import N_, Words
from vidcommerce.migrations import migrate
from vidcommerce.settings import settings

_DONE = N_("The database is ready: {count} steps were taken.")
_NOTHING = N_("The database is ready: there was nothing to do.")


def run(_given: argparse.Namespace, said: Words) -> int:
    """Take the steps that are missing. Raises DatabaseNewer or DatabaseForeign."""
    here = settings()
    here.data.mkdir(parents=True, exist_ok=True)
    database = open_database(here.database)
    taken = migrate(database)
    database.engine.dispose()
    print(said.say(_DONE, count=len(taken)) if taken else said.say(_NOTHING))
    return exits.OK
