"""``python -m workers``: runs a worker; what follows goes to Celery's own command as it is."""

from __future__ import annotations

import sys

from vidcommerce.settings import settings
from workers.app import make_app

if __name__ == "__main__":
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    make_app(settings()).worker_main(["--quiet", "worker", *quiet, *sys.argv[1:]])
