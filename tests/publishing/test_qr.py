"""From paper to the video: the code is read, and the poster prints on one page."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import cv2
import numpy as np
import pytest
import segno

from tests.publishing.listings import FACTS, TRICKS, listing
from tests.web.tools import WebTools
from vidcommerce.language import LANGUAGES
from vidcommerce.publishing.qr import qr_poster, qr_svg


def _modules(svg: str) -> np.ndarray:
    """Return the code that an SVG draws, as pixels: its path is rows of horizontal strokes."""
    root = ET.fromstring(svg)  # noqa: S314 - our own
    _, _, width, height = (int(each) for each in root.attrib["viewBox"].split())
    picture = np.full((height, width), 255, np.uint8)
    for path in root:
        if path.get("stroke"):
            _stroke(picture, path.attrib["d"])
    return picture


def _stroke(picture: np.ndarray, commands: str) -> None:
    x, y = 0.0, 0.0
    for letter, numbers in re.findall(r"([Mmh])([^Mmh]*)", commands):
        given = [float(each) for each in re.findall(r"-?[\d.]+", numbers)]
        if letter == "h":
            picture[int(y), int(x) : int(x + given[0])] = 0
            x += given[0]
        else:
            x, y = (given[0], given[1]) if letter == "M" else (x + given[0], y + given[1])


def test_the_code_is_read_as_the_address() -> None:
    """What is drawn is what a phone reads, also with a part of it gone."""
    page = listing().address.page
    picture = _modules(qr_svg(page))
    large = np.kron(picture, np.ones((8, 8), np.uint8))
    middle = large.shape[0] // 2
    large[middle - 16 : middle + 16, middle - 16 : middle + 16] = 255
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(large)
    assert text == page
    quiet = 4
    assert picture[:quiet].min() == picture[:, :quiet].min() == 255
    assert segno.make(page, error="q", micro=False).symbol_size(border=4)[0] == len(picture)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_poster_is_valid(web_tools: WebTools, language: str) -> None:
    """By the HTML standard; a name that is like markup is text."""
    tricky = listing(2, replace(FACTS, name=TRICKS[:60]), language=language)
    assert web_tools.html_faults(qr_poster(listing(1)), qr_poster(tricky)) == []


def test_the_poster_names_no_price() -> None:
    """Paper can't be taken back when the price changes."""
    html = qr_poster(listing())
    assert "39.80" not in html
    assert "Navel oranges" in html
    assert listing().address.page.removeprefix("https://") in html
