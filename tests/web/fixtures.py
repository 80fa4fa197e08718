"""The judges of web pages, for all tests that show one."""

from __future__ import annotations

import os

import pytest

from tests.web.tools import ToolsMissing, WebTools, bring
from tests.web.vocabulary import Vocabulary, read


@pytest.fixture(scope="session")
def web_tools(request: pytest.FixtureRequest) -> WebTools:
    """The tools, where npm can bring them; CI may not do without."""
    cache = request.config.cache
    assert cache is not None
    try:
        return bring(cache.mkdir("web"))
    except ToolsMissing as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must judge the web pages, but {missing}")
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def vocabulary(web_tools: WebTools) -> Vocabulary:
    """The definitions of schema.org."""
    return read(web_tools.vocabulary)
