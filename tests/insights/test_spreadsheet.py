"""CSV: what a spreadsheet program gets to see."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.insights.spreadsheet import csv_of

_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(st.lists(st.tuples(_TEXTS, st.integers(-(10**9), 10**9)), max_size=5))
def test_no_cell_of_text_is_a_formula(rows: list[tuple[str, int]]) -> None:
    """No text begins with what makes one, also after spaces; numbers stay numbers."""
    data = csv_of(["name", "count"], rows).decode("utf-8-sig")
    _, *read = csv.reader(io.StringIO(data, newline=""))
    assert [int(count) for _, count in read] == [count for _, count in rows]
    assert not any(name.lstrip()[:1] in set("=+-@＝＋－＠") - {""} for name, _ in read)
    assert not any(name[:1] in set("\t\r\n") for name, _ in read)
    assert [name.removeprefix("'") for name, _ in read] == [
        name.removeprefix("'") for name, _ in rows
    ]


def test_excel_knows_the_letters_and_the_formula_stays_text() -> None:
    """A byte order mark, CRLF, and an apostrophe where somebody tried."""
    assert csv_of(["名"], [["=HYPERLINK(1)"], ["橙"]]) == (
        b"\xef\xbb\xbf" + '"名"\r\n"\'=HYPERLINK(1)"\r\n"橙"\r\n'.encode()
    )
