"""Products as people keep them: whose they are, which version, and what stays of a picture."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from PIL import Image

from vidcommerce.accounts.roles import Actor, NotAllowed, Role
from vidcommerce.accounts.tables import PersonRow, StationRow
from vidcommerce.lists import Place
from vidcommerce.media.pictures import read_image
from vidcommerce.media.plan import ProductFacts
from vidcommerce.products import repository
from vidcommerce.products.models import ProductKeyWrong
from vidcommerce.products.service import (
    FarmerUnknown,
    PictureUnusable,
    ProductUnknown,
    archive,
    as_product,
    blob_of,
    change,
    create,
    facts_of,
    get,
    keep_picture,
)
from vidcommerce.service import Service
from vidcommerce.versions import ChangedMeanwhile

FACTS = ProductFacts(
    name="赣南脐橙",
    price=Decimal("39.9"),
    currency="CNY",
    unit="5 斤",
    origin="江西赣州安远县",
    seller="安远果农合作社",
    cart_url="https://shop.example/cart?sku=1042",
    old_price=None,
)
PICTURE = "a" * 64


def _people(service: Service) -> dict[str, Actor]:
    """Two stations with a farmer and a helper each."""
    actors = {}
    with service.database.writing() as work:
        for number in (1, 2):
            station = f"s{number}"
            work.add(StationRow(id=station, name=station, village="V", created_at=1))
            work.flush()
            for role in (Role.FARMER, Role.HELPER):
                name = f"{role.value}{number}"
                work.add(PersonRow(id=name, station_id=station, role=role, name=name, created_at=1))
                actors[name] = Actor(name, role, station)
    return actors


def _jpeg(size: tuple[int, int], *, place: bool = False) -> bytes:
    image = Image.effect_noise(size, 60).convert("RGB")
    file = io.BytesIO()
    exif = Image.Exif()
    if place:
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (25.0, 8.0, 12.0)
        exif[0x010F] = "PhoneMaker"
    image.save(file, "JPEG", exif=exif, comment=b"at home" if place else b"")
    return file.getvalue()


def test_a_product_is_its_farmers_and_the_helpers_of_the_station(service: Service) -> None:
    """Other stations don't learn that it exists; facts come back as exact decimals."""
    people = _people(service)
    with service.database.writing() as work:
        row = create(work, people["farmer1"], FACTS, PICTURE, "farmer1", 5)
        assert facts_of(row) == replace(FACTS, price=Decimal("39.90"))
        assert (row.station_id, row.version) == ("s1", 1)
        assert get(work, people["helper1"], row.id) is row
        for stranger in ("farmer2", "helper2"):
            with pytest.raises(ProductUnknown):
                get(work, people[stranger], row.id)
            with pytest.raises(ProductUnknown):
                change(work, people[stranger], row.id, FACTS, PICTURE, 1)


def test_only_a_farmer_of_the_own_station_gets_a_product(service: Service) -> None:
    """Neither a stranger nor a helper can own one; an auditor makes none."""
    people = _people(service)
    with service.database.writing() as work:
        for farmer in ("farmer2", "helper1", "nobody"):
            with pytest.raises(FarmerUnknown):
                create(work, people["helper1"], FACTS, PICTURE, farmer, 5)
        with pytest.raises(NotAllowed):
            create(work, Actor("x", Role.AUDITOR, None), FACTS, PICTURE, "farmer1", 5)
        with pytest.raises(ProductKeyWrong):
            create(work, people["farmer1"], replace(FACTS, name=" "), PICTURE, "farmer1", 5)


def test_who_looked_at_an_old_version_changes_nothing(service: Service) -> None:
    """The second of two changes to one version is told both versions."""
    people = _people(service)
    with service.database.writing() as work:
        row = create(work, people["farmer1"], FACTS, PICTURE, "farmer1", 5)
        dearer = replace(FACTS, price=Decimal(45), old_price=Decimal("49.9"))
        change(work, people["helper1"], row.id, dearer, PICTURE, 1)
        with pytest.raises(ChangedMeanwhile) as lost:
            change(work, people["farmer1"], row.id, FACTS, PICTURE, 1)
        assert (lost.value.expected, lost.value.current) == (1, 2)
        assert facts_of(row).old_price == Decimal("49.90")


def test_what_is_archived_leaves_the_lists_only(service: Service) -> None:
    """It can still be looked at, and archiving it again is no error."""
    people = _people(service)
    with service.database.writing() as work:
        row = create(work, people["farmer1"], FACTS, PICTURE, "farmer1", 5)
        archive(work, people["farmer1"], row.id, 1, 9)
        archive(work, people["farmer1"], row.id, 2, 11)
        assert repository.page(work, people["farmer1"], None, 10).rows == []
        shown = repository.page(work, people["farmer1"], None, 10, archived=True).rows
        assert [product.archived_at for product in shown] == [9]
        assert get(work, people["helper1"], row.id).version == 2


@trying(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(times=st.lists(st.integers(1, 3), max_size=9), limit=st.integers(-1, 4))
def test_slices_hold_every_row_once(service: Service, times: list[int], limit: int) -> None:
    """However long a slice is and however many rows share a time, each row comes once, in order."""
    with service.database.writing() as work:
        known = work.get(PersonRow, "farmer1") is not None
    people = {"farmer1": Actor("farmer1", Role.FARMER, "s1")} if known else _people(service)
    farmer = people["farmer1"]
    with service.database.writing() as work:
        for row in repository.page(work, farmer, None, 100).rows:
            work.delete(row)
        work.flush()
        made = {create(work, farmer, FACTS, PICTURE, farmer.person_id, at).id for at in times}
        seen: list[tuple[int, str]] = []
        place: Place | None = None
        while True:
            slice_ = repository.page(work, farmer, place, limit)
            seen += [(row.created_at, row.id) for row in slice_.rows]
            place = slice_.rest
            if place is None:
                break
        assert seen == sorted(seen, reverse=True)
        assert len(seen) == len(made)
        assert {key for _, key in seen} == made


def test_nothing_but_the_pixels_of_a_picture_is_kept(service: Service) -> None:
    """No place, no maker, no remark; 1600 pixels at most; named by the kept bytes; once."""
    sent = _jpeg((2000, 1000), place=True)
    assert b"PhoneMaker" in sent
    picture = keep_picture(service.store, sent)
    assert keep_picture(service.store, sent) == picture
    with service.store.local(blob_of(picture)) as file:
        kept = file.read_bytes()
        assert read_image(file).size == (1600, 800)
    assert b"PhoneMaker" not in kept
    assert b"at home" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert image.format == "JPEG"
        assert dict(image.getexif()) == {}
    assert list(service.store.names("pictures/")) == [blob_of(picture)]


def test_a_picture_with_transparency_keeps_it(service: Service) -> None:
    """It is kept as PNG, and the pipeline finds it as a file."""
    people = _people(service)
    file = io.BytesIO()
    Image.new("RGBA", (40, 40), (200, 10, 10, 90)).save(file, "PNG")
    picture = keep_picture(service.store, file.getvalue())
    with service.database.writing() as work:
        row = create(work, people["farmer1"], FACTS, picture, "farmer1", 5)
    with as_product(service.store, row) as product:
        assert product.facts.price == Decimal("39.90")
        assert read_image(product.image).getpixel((5, 5)) == (200, 10, 10, 90)


@pytest.mark.parametrize("data", [b"", b"GIF89a....", b"<svg/>", _jpeg((64, 64))[:300]])
def test_what_is_no_picture_is_refused_with_a_reason(service: Service, data: bytes) -> None:
    """And leaves nothing in the store."""
    with pytest.raises(PictureUnusable) as refused:
        keep_picture(service.store, data)
    assert refused.value.fault
    assert list(service.store.names("")) == []
