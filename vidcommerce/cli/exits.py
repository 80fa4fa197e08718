"""The one table from errors to exit codes: what a script can tell apart."""

from __future__ import annotations

OK = 0
BUG = 1
USAGE = 2
INTERRUPTED = 130
"""What shells use for a command that Ctrl-C ended: 128 and the number of SIGINT."""
