"""The judges judge: each finds a fault that was put there, and passes what is right."""

from __future__ import annotations

from tests.web.tools import WebTools

_HTML = '<!DOCTYPE html><html lang="en"><head><title>A</title></head><body>{}</body></html>'
_SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>{}</url></urlset>'


def test_html_is_judged(web_tools: WebTools) -> None:
    """A picture without words is found, on the page that has it."""
    right, wrong = _HTML.format("<p>Oranges</p>"), _HTML.format('<img src="a.png">')
    assert web_tools.html_faults(right) == []
    faults = web_tools.html_faults(right, wrong)
    assert len(faults) == 1
    assert faults[0].startswith("1.html:1 wcag/h37")


def test_xml_is_judged(web_tools: WebTools) -> None:
    """A sitemap's entry without its address is found by sitemaps.org's own schema."""
    schema = web_tools.sitemap_schema
    assert web_tools.xml_faults(_SITEMAP.format("<loc>https://a.example/</loc>"), schema) == []
    assert "lastmod" in web_tools.xml_faults(_SITEMAP.format("<lastmod/>"), schema)[0]
