"""What a browser is called in the list of sessions."""

from __future__ import annotations

import pytest

from vidcommerce.accounts.devices import device_name


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
         "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Safari/604.1",
         "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 9) Chrome/86.0 MQQBrowser/6.2 MicroMessenger/8.0",
         "WeChat, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("curl/8.0", "curl/8.0"),
        ("", ""),
    ],
)  # fmt: skip
def test_browsers_have_the_names_that_people_know(agent: str, name: str) -> None:
    """Not those of the browsers that they claim to be like."""
    assert device_name(agent) == name
    assert len(device_name(agent * 9)) <= 60
