"""``python -m workers``: runs a worker; what follows goes to Celery's own command as it is."""

from __future__ import annotations

import sys
import warnings

from celery.platforms import SecurityWarning

from vidcommerce.settings import settings
from workers.app import make_app

if __name__ == "__main__":
    # It warns root of messages that are code; ours are JSON, and nothing else is accepted.
    warnings.simplefilter("ignore", SecurityWarning)
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    make_app(settings()).worker_main(["--quiet", "worker", *quiet, *sys.argv[1:]])
