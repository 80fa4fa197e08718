"""The page of a station's names."""

from __future__ import annotations

import re

from tests.api.conftest import People
from tests.stations import Village
from vidcommerce.accounts.roles import Role


def test_a_helper_adds_names_and_takes_one_out(village: Village, people: People) -> None:
    """They are listed with who added them, as text; a mistake is said and keeps what was typed."""
    helper = people(Role.HELPER, village.station_id)
    assert "No names yet" in helper.client.get("/glossary").text
    assert helper.client.post("/glossary", data={"names": "信丰, <b>"}).status_code == 303
    html = helper.client.get("/glossary").text
    assert "信丰" in html
    assert "&lt;b&gt;" in html
    assert "2 names" in html
    wrong = helper.client.post("/glossary", data={"names": "x" * 41})
    assert wrong.status_code == 422
    assert "a name has 40 letters at most" in wrong.text
    assert "x" * 41 in wrong.text
    path = re.search(r"/glossary/\w+/remove", html)
    assert path is not None
    assert helper.client.post(path[0]).status_code == 303
    assert helper.client.post(path[0]).status_code == 404
    assert "One name" in helper.client.get("/glossary").text
