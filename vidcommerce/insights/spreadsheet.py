"""Tables for spreadsheet programs: CSV that is text to them, whatever people wrote. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet program would work out: OWASP, "CSV Injection"
(https://owasp.org/www-community/attacks/CSV_Injection), which names the full-width signs, too."""


def csv_of(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """Return a table as UTF-8 with a byte order mark, by which Excel knows it, and CRLF (RFC 4180).

    Texts that would be taken for formulas get an apostrophe in front; every text is quoted.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([_plain(cell) for cell in header])
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _plain(cell: str | int) -> str | int:
    if isinstance(cell, int):
        return cell
    text = cell.replace("\0", "")
    is_formula = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if is_formula else text
