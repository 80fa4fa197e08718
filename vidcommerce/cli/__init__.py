"""The command line: ``vidcommerce make | inspect | plan | models | doctor``."""

from __future__ import annotations

from vidcommerce.cli.command import main

__all__ = ["main"]
