"""Making public, on a real database and a real store."""

from __future__ import annotations

import json
import re
import threading
from html import escape as html_escape
from io import BytesIO
from pathlib import Path

import av
import pytest
from PIL import Image
from sqlalchemy import select

from tests.factories import PRODUCT
from tests.stations import NOW, Village, put_bundle, tiny_video
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.cli import main
from vidcommerce.clips.states import NotNow, State
from vidcommerce.clips.tables import ClipEventRow, ClipRow
from vidcommerce.flags import repository as flag_rows
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.privacy import traces
from vidcommerce.offers.attribution import said_by, slug_in
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.addresses import FileUnknown
from vidcommerce.publishing.service import (
    PublicationGone,
    PublicationUnknown,
)
from vidcommerce.publishing.site import DraftIncomplete, PlaceRevealed
from vidcommerce.publishing.tables import PublicationRow, PublishedLinkRow
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.corrections import CardText, Correction
from vidcommerce.reviews.service import Seen
from vidcommerce.reviews.tables import PlanRow

pytestmark = pytest.mark.slow

_PRODUCT = """\
name = "Navel oranges"
price = "39.80"
currency = "CNY"
unit = "5 kg box"
origin = "Ganzhou"
image = "oranges.png"
cart_url = "https://shop.example/cart/oranges"
seller = "Hillside Orchard"
"""

CARD = CardText(PRODUCT.name, PRODUCT.unit, PRODUCT.origin)


@pytest.fixture
def approved(village: Village) -> Village:
    """A village whose draft a helper has approved."""
    with village.service.database.writing() as work:
        reviews.approve(work, village.actor, village.clip_id, 1, NOW)
    return village


def _publish(village: Village, now: int = NOW) -> PublicationRow:
    return publishing.publish(village.service, village.clip_id, now)


def _names(village: Village, prefix: str = "site/") -> list[str]:
    return list(village.service.store.names(prefix))


def _page(village: Village, row: PublicationRow) -> str:
    return _bytes(village, f"site/v/{row.slug}/index.html").decode()


def test_an_approved_draft_becomes_a_page_with_its_files(approved: Village) -> None:
    """What plays is copied, the video with its signature; the plan and the report stay inside."""
    row = _publish(approved)
    names = {name.removeprefix(f"{row.bundle}/") for name in _names(approved, f"{row.bundle}/")}
    assert names == {
        "captions.en.vtt", "hls/1080p/0000.m4s", "hls/1080p/init.mp4", "hls/master.m3u8",
        "data.json", "oembed.json", "photo.jpg", "poster.jpg", "qr.svg", "share.jpg",
        "signature.json", "small.jpg", "video.mp4",
    }  # fmt: skip
    beside = {name.rpartition("/")[2] for name in _names(approved) if row.bundle not in name}
    assert beside == {"index.html", "embed.html", "poster.html"}
    with approved.service.store.local(f"{row.bundle}/video.mp4") as video:
        assert b"c2pa" in video.read_bytes()
    with approved.service.database.reading() as work:
        assert work.get_one(ClipRow, approved.clip_id).state == State.PUBLISHED
        link = work.get_one(PublishedLinkRow, (row.id, 1))
        assert (link.cart_url, link.plan_id, link.at) == (row.cart_url, row.plan_id, NOW)
    assert row.cart_url.startswith(PRODUCT.cart_url)
    assert slug_in(said_by(row.cart_url)) == row.slug
    assert (row.version, row.published_at) == (1, NOW)


def test_the_page_knows_its_address_and_leads_to_the_shop(approved: Village) -> None:
    """Canonical and absolute for others; the shop without a stop on the way."""
    row = _publish(approved)
    html = _page(approved, row)
    base = f"http://localhost:8000/v/{row.slug}/"
    files = f"{base}{row.bundle.rpartition('/')[2]}/"
    assert f'<link rel="canonical" href="{base}">' in html
    assert f'<meta property="og:video" content="{files}video.mp4">' in html
    facts = json.loads(re.findall(r"ld\+json\">(.*?)</script>", html, re.DOTALL)[0])
    assert facts["contentUrl"] == f"{files}video.mp4"
    assert facts["uploadDate"] == "2026-05-28T20:26:40+00:00"
    assert html_escape(row.cart_url) in re.findall(r'<a [^>]*href="([^"]*)"', html)
    assert "/go/" not in html


def test_shoppers_read_what_was_checked(approved: Village) -> None:
    """A flag's sentence is on the page, and that a person watched it."""
    flag = Flag(Kind.PASSED_THROUGH, Severity.NOTE, "probe", {"program": "ffmpeg"})
    with approved.service.database.writing() as work:
        flag_rows.replace(work, approved.clip_id, "probe", [flag], NOW)
    html = _page(approved, _publish(approved))
    assert "came through another program" in html
    assert "A helper of the village station watched this video" in html


def test_done_twice_it_is_once(approved: Village) -> None:
    """A second worker finds it done and changes nothing."""
    first = _publish(approved)
    names = _names(approved)
    second = _publish(approved, NOW + 1000)
    assert (second.id, second.slug, second.version, second.changed_at) == (
        first.id, first.slug, 1, NOW,
    )  # fmt: skip
    assert _names(approved) == names
    with approved.service.database.reading() as work:
        events = [e.event for e in work.scalars(select(ClipEventRow))]
    assert events == ["approved", "published"]


def test_two_workers_at_once_make_one_page(approved: Village) -> None:
    """Both end well, and there is one row and one folder."""
    rows: list[PublicationRow] = []
    threads = [threading.Thread(target=lambda: rows.append(_publish(approved))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row.version for row in rows] == [1, 1]
    folders = {name.split("/")[3] for name in _names(approved, "site/v/") if name.count("/") > 3}
    assert folders == {rows[0].bundle.rpartition("/")[2]}
    with approved.service.database.reading() as work:
        assert len(work.scalars(select(PublishedLinkRow)).all()) == 1


def test_killed_on_the_way_the_next_run_ends_it(
    approved: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files without a page lead nobody to them, and the next run takes the same names."""

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "_record", die)
        with pytest.raises(KeyboardInterrupt):
            _publish(approved)
    names = _names(approved)
    with approved.service.database.reading() as work:
        assert work.scalars(select(PublicationRow)).all() == []
    assert not any(name.endswith(".html") for name in names)
    row = _publish(approved)
    assert _names(approved, f"{row.bundle}/") == names


def test_a_correction_moves_the_page_in_one_step(approved: Village) -> None:
    """The address stays, the old version is shown until the new one is whole, then the new."""
    first = _publish(approved)
    with approved.service.database.writing() as work:
        changed = Correction(("Better words", "from the hill", "picked today"), CARD)
        reviews.correct(work, approved.actor, approved.clip_id, Seen(1, 1), changed, NOW)
    with approved.service.database.reading() as work:
        assert publishing.at_slug(work, first.slug).version == 1
    approved.rendered()
    with approved.service.database.writing() as work:
        reviews.approve(work, approved.actor, approved.clip_id, 2, NOW)
    second = _publish(approved, NOW + 5000)
    assert (second.slug, second.version, second.published_at) == (first.slug, 2, NOW)
    assert "Better words" in _page(approved, second)
    assert first.bundle not in _page(approved, second)
    for row in (first, second):  # who is in the middle of the old one sees its end
        name, _ = publishing.file_of(second, row.bundle.rpartition("/")[2], "video.mp4")
        assert name == f"{row.bundle}/video.mp4"
        assert approved.service.store.has(name)
    with approved.service.database.reading() as work:
        assert len(work.scalars(select(PublishedLinkRow)).all()) == 2


@pytest.mark.parametrize("folder", ["1", "..", "comments", "0-01234567", "1-0123456g", ""])
def test_only_folders_of_versions_are_read(approved: Village, folder: str) -> None:
    """Whatever else somebody asks for as a folder is no file of a page."""
    row = _publish(approved)
    with pytest.raises(FileUnknown):
        publishing.file_of(row, folder, "video.mp4")


def test_nothing_is_published_that_nobody_approved(village: Village) -> None:
    """The state decides, not the caller."""
    for state in (State.READY, State.RENDERING, State.SENT_BACK, State.REJECTED, State.CANCELLED):
        village.set_state(state)
        with pytest.raises(NotNow):
            _publish(village)
    assert _names(village) == []


def test_a_draft_that_is_not_whole_is_our_fault(approved: Village) -> None:
    """It fails in a way that is tried again, and nothing becomes public."""
    approved.service.store.remove(f"{_bundle_of(approved)}/poster.jpg")
    with pytest.raises(DraftIncomplete):
        _publish(approved)


def test_a_video_that_names_a_place_stays_inside(approved: Village) -> None:
    """However it came into the file: what is published is looked at once more."""
    put_bundle(approved.service.store, _bundle_of(approved), tiny_video("+25.8310+114.9330+099.0/"))
    with pytest.raises(PlaceRevealed):
        _publish(approved)
    assert _names(approved) == []


@pytest.mark.parametrize("who", ["helper", "farmer"])
def test_a_page_is_taken_back_at_once(approved: Village, who: str) -> None:
    """By a helper or by the farmer; afterwards it is known to be gone, not unknown."""
    row = _publish(approved)
    farmer = Actor(approved.farmer.id, Role.FARMER, approved.station_id)
    with approved.service.database.writing() as work:
        actor = approved.actor if who == "helper" else farmer
        publishing.withdraw(work, actor, approved.clip_id, NOW + 1)
        publishing.withdraw(work, actor, approved.clip_id, NOW + 2)  # twice is once
    with approved.service.database.reading() as work:
        assert work.get_one(ClipRow, approved.clip_id).state == State.WITHDRAWN
        with pytest.raises(PublicationGone):
            publishing.at_slug(work, row.slug)
        with pytest.raises(PublicationUnknown):
            publishing.at_slug(work, "no-such-page")


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (State.READY, State.CANCELLED),
        (State.RENDERING, State.CANCELLED),
        (State.ASIDE, State.CANCELLED),
        (State.REFUSED, State.REFUSED),
    ],
)
def test_a_page_can_be_taken_back_whatever_becomes_of_a_correction(
    approved: Village, state: State, after: State
) -> None:
    """The correction ends with it: nothing is published later by itself."""
    row = _publish(approved)
    approved.set_state(state)
    with approved.service.database.writing() as work:
        publishing.withdraw(work, approved.actor, approved.clip_id, NOW)
    with approved.service.database.reading() as work:
        assert work.get_one(ClipRow, approved.clip_id).state == after
        with pytest.raises(PublicationGone):
            publishing.at_slug(work, row.slug)


def test_a_page_that_is_just_being_replaced_waits(approved: Village) -> None:
    """Taking back and publishing at once would leave to chance which is last."""
    _publish(approved)
    approved.set_state(State.PUBLISHING)
    with approved.service.database.writing() as work, pytest.raises(NotNow):
        publishing.withdraw(work, approved.actor, approved.clip_id, NOW)


def test_others_can_not_take_a_page_back(approved: Village) -> None:
    """Another station's helper and another farmer find nothing."""
    _publish(approved)
    other = Actor("somebody", Role.FARMER, approved.station_id)
    with approved.service.database.writing() as work:
        for actor in (approved.stranger, other, approved.moderator):
            with pytest.raises(PublicationUnknown):
                publishing.withdraw(work, actor, approved.clip_id, NOW)


@pytest.mark.slow
def test_what_is_published_of_a_clip_that_names_its_place_names_none(
    approved: Village, ffmpeg: Ffmpeg, tmp_path: Path
) -> None:
    """From a phone's clip with place, device and time, through the real renderer, to the page."""
    bundle = _bundle_of(approved)
    for name in list(approved.service.store.names(bundle)):
        approved.service.store.remove(name)
    made = _rendered(ffmpeg, tmp_path)
    for file in [path for path in made.rglob("*") if path.is_file()]:
        if ".work" not in file.parts:
            approved.service.store.put(f"{bundle}/{file.relative_to(made).as_posix()}", file)
    row = _publish(approved)
    public = {name: _bytes(approved, name) for name in _names(approved)}
    assert f"{row.bundle}/hls/master.m3u8" in public
    for told in (b"+25.8310", b"Phone X", b"2026-05-14", b"com.apple"):
        assert [name for name, data in public.items() if told in data] == []
    with av.open(BytesIO(public[f"{row.bundle}/video.mp4"])) as video:
        tags = [*video.metadata.items(), *(t for s in video.streams for t in s.metadata.items())]
    assert traces(tags) == ()


def _bundle_of(village: Village) -> str:
    with village.service.database.reading() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        return work.get_one(PlanRow, clip.plan_id).bundle


def _bytes(village: Village, name: str) -> bytes:
    store = village.service.store
    return b"".join(store.read(name, 0, store.size(name)))


def _rendered(ffmpeg: Ffmpeg, folder: Path) -> Path:
    """Make a video of a clip that says where, when and with what it was filmed."""
    (folder / "product.toml").write_text(_PRODUCT, encoding="utf-8")
    Image.new("RGB", (200, 200), "orange").save(folder / "oranges.png")
    tags = ("location=+25.8310+114.9330+099.0/", "com.apple.quicktime.model=Phone X",
            "creation_time=2026-05-14T10:00:00Z")  # fmt: skip
    ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=s=360x640:r=30:d=3", "-f", "lavfi", "-i", "sine=d=3",
         "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-movflags",
         "use_metadata_tags", *(part for tag in tags for part in ("-metadata", tag)), "clip.mp4"],
        job="computing", folder=folder,
    )  # fmt: skip
    assert b"+25.8310" in (folder / "clip.mp4").read_bytes()
    out = folder / "out"
    arguments = ["make", "--product", str(folder / "product.toml"), "--out", str(out)]
    assert main([*arguments, "--model", "none", "--", str(folder / "clip.mp4")]) == 0
    return out
