"""product.toml: what is read, and what is said when it is wrong."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from vidcommerce.errors import InputRejected
from vidcommerce.language import words
from vidcommerce.media.pictures import ImageMissing, ImageUnreadable
from vidcommerce.products.models import LONGEST, ProductKeyWrong
from vidcommerce.products.toml import (
    OPTIONAL,
    REQUIRED,
    ProductKeyMissing,
    ProductKeyUnknown,
    ProductMissing,
    ProductNotUtf8,
    ProductUnreadable,
    load_product,
)

_GOOD = {
    "name": '"赣南脐橙"',
    "price": '"39.90"',
    "currency": '"CNY"',
    "unit": '"5 斤"',
    "origin": '"江西赣州安远县"',
    "image": '"oranges.png"',
    "cart_url": '"https://shop.example/cart?sku=1042"',
    "seller": '"安远果农合作社"',
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a picture in it."""
    folder = tmp_path_factory.mktemp("shelf")
    Image.new("RGB", (64, 64), "#f80").save(folder / "oranges.png")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 and then nothing")
    return folder


def _written(folder: Path, **changes: str | None) -> Path:
    """Write a product file; a key given as None is left out."""
    values = {**_GOOD, **changes}
    lines = [f"{key} = {value}\n" for key, value in values.items() if value is not None]
    path = folder / "product.toml"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def _rejection(folder: Path, **changes: str | None) -> InputRejected:
    with pytest.raises(InputRejected) as rejected:
        load_product(_written(folder, **changes))
    return rejected.value


def test_a_good_file_is_read_as_written(shelf: Path) -> None:
    """Every key ends up where it belongs, and the image is found beside the file."""
    product = load_product(_written(shelf, old_price='"49.90"'))
    facts = product.facts
    assert (facts.name, facts.unit, facts.origin) == ("赣南脐橙", "5 斤", "江西赣州安远县")
    assert (facts.price, facts.old_price, facts.currency) == (
        Decimal("39.90"),
        Decimal("49.90"),
        "CNY",
    )
    assert (facts.seller, facts.cart_url) == (
        "安远果农合作社",
        "https://shop.example/cart?sku=1042",
    )
    assert product.image == shelf / "oranges.png"


@pytest.mark.parametrize("written", ['"0.10"', "0.10", '"0.1"', "0.1", "0.100", "1e-1"])
def test_an_amount_is_exact_however_it_is_written(shelf: Path, written: str) -> None:
    """No binary fraction comes near a price, and one price has one form."""
    assert str(load_product(_written(shelf, price=written)).facts.price) == "0.10"


@given(cents=st.integers(1, 10**9), text=st.booleans())
def test_every_amount_survives(
    tmp_path_factory: pytest.TempPathFactory, cents: int, *, text: bool
) -> None:
    """Whatever amount of minor units is written is the amount that is read."""
    folder = tmp_path_factory.getbasetemp() / "amounts"
    folder.mkdir(exist_ok=True)
    Image.new("RGB", (16, 16)).save(folder / "oranges.png")
    amount = f"{cents // 100}.{cents % 100:02}"
    written = f'"{amount}"' if text else amount
    assert load_product(_written(folder, price=written)).facts.price == Decimal(amount)


def test_whole_amounts_of_a_currency_without_decimals(shelf: Path) -> None:
    """Yen have no decimals: 1200 is good, 1200.5 is not."""
    assert str(load_product(_written(shelf, price="1200", currency='"JPY"')).facts.price) == "1200"
    rejected = _rejection(shelf, price="1200.5", currency='"JPY"')
    assert isinstance(rejected, ProductKeyWrong)
    assert (rejected.key, rejected.fault) == ("price", "it has more decimals than the currency")


@pytest.mark.parametrize("key", REQUIRED)
def test_a_missing_key_is_named(shelf: Path, key: str) -> None:
    """What is not there is named, so that it can be added."""
    rejected = _rejection(shelf, **{key: None})
    assert isinstance(rejected, ProductKeyMissing)
    assert rejected.key == key
    assert f"has no {key}." in str(rejected)


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("name", '"  "', "it is empty"),
        ("name", f'"{"橙" * 61}"', "60 characters at most"),
        ("name", '"two\\nlines"', "it must be one line of plain text"),
        ("name", "7", "put it in quotes"),
        ("unit", f'"{"g" * 21}"', "20 characters at most"),
        ("origin", f'"{"g" * 41}"', "40 characters at most"),
        ("price", '"¥39.90"', "write it as a number alone, such as 12.80"),
        ("price", '"39,90"', "write it as a number alone, such as 12.80"),
        ("price", "true", "write it as a number alone, such as 12.80"),
        ("price", "[1]", "write it as a number alone, such as 12.80"),
        ("price", '"0"', "a price is above 0 and below a thousand million"),
        ("price", "-3", "a price is above 0 and below a thousand million"),
        ("price", "nan", "a price is above 0 and below a thousand million"),
        ("price", "inf", "a price is above 0 and below a thousand million"),
        ("price", "1e30", "a price is above 0 and below a thousand million"),
        ("price", "12.805", "it has more decimals than the currency"),
        ("currency", '"RMB"', "not an ISO 4217 code in use, such as CNY or EUR"),
        ("currency", '"DEM"', "not an ISO 4217 code in use, such as CNY or EUR"),
        ("currency", '"cny"', "not an ISO 4217 code in use, such as CNY or EUR"),
        ("old_price", '"39.90"', "it must be higher than the price"),
        ("old_price", '"20"', "it must be higher than the price"),
        ("image", "1", "put it in quotes"),
    ],
)
def test_a_wrong_value_is_named_with_its_reason(
    shelf: Path, key: str, value: str, fault: str
) -> None:
    """The key and what is wrong with it are said in plain words."""
    rejected = _rejection(shelf, **{key: value})
    assert isinstance(rejected, ProductKeyWrong)
    assert (rejected.key, rejected.fault) == (key, fault)
    assert f"The product's {key} can't be used" in str(rejected)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,hello",
        "ftp://shop.example/cart",
        "//shop.example/cart",
        "shop.example/cart",
        "https://",
        "https:///cart",
        "https://user:secret@shop.example/",
        "https://shop.example@evil.example/",
        "https://shop example/",
        "https://shop.example/a b",
        'https://shop.example/"onclick=',
        "https://shop.example\\\\@evil.example/",
        "https://shop.example:99999/",
        "https://-shop.example/",
        "https://shop..example/",
        "https://1.2.3.400/",
        "https://[::1/",
        "https://shop.example/" + "a" * 2000,
    ],
)
def test_an_address_that_is_no_shop_is_refused(shelf: Path, address: str) -> None:
    """A card leads to a web shop and nowhere else: no scripts, no passwords, no tricks."""
    literal = '"' + address.replace('"', '\\"') + '"'
    rejected = _rejection(shelf, cart_url=literal)
    assert isinstance(rejected, ProductKeyWrong)
    assert rejected.key == "cart_url"


@pytest.mark.parametrize(
    "address",
    [
        "https://shop.example",
        "HTTPS://Shop.Example/Cart",
        "http://127.0.0.1:8000/cart",
        "http://[::1]:8000/cart",
        "https://店铺.example/购物车?件=1#付款",
        "https://shop.example/cart?a=1&b=%20#c",
        "https://shop.example/~user/@seller",
    ],
)
def test_an_address_of_a_shop_is_kept_as_it_is(shelf: Path, address: str) -> None:
    """Good addresses are not rewritten."""
    assert load_product(_written(shelf, cart_url=f'"{address}"')).facts.cart_url == address


@pytest.mark.parametrize(
    ("typed", "meant"), [("old-price", "old_price"), ("Name", "name"), ("cart_link", "cart_url")]
)
def test_an_unknown_key_brings_the_nearest_known_one(shelf: Path, typed: str, meant: str) -> None:
    """A typing error is answered with what was probably meant."""
    rejected = _rejection(shelf, **{typed: '"1"'})
    assert isinstance(rejected, ProductKeyUnknown)
    assert (rejected.key, rejected.known) == (typed, meant)


def test_an_unknown_key_like_no_other_brings_all_of_them(shelf: Path) -> None:
    """Without a near one, all keys are listed."""
    rejected = _rejection(shelf, zzzz='"1"')
    assert isinstance(rejected, ProductKeyUnknown)
    assert rejected.known == ", ".join(REQUIRED + OPTIONAL)


def test_bad_toml_is_shown_with_its_line(shelf: Path) -> None:
    """The line at which the text stops to be TOML is numbered and shown."""
    path = shelf / "bad.toml"
    path.write_text('name = "x"\nprice = 39,90\n', encoding="utf-8")
    with pytest.raises(ProductUnreadable) as rejected:
        load_product(path)
    assert (rejected.value.line, rejected.value.text) == (2, "price = 39,90")


def test_toml_that_ends_too_early_is_shown_with_its_last_line(shelf: Path) -> None:
    """An open quote at the end of the file names the last line."""
    path = shelf / "open.toml"
    path.write_text('name = """x', encoding="utf-8")
    with pytest.raises(ProductUnreadable) as rejected:
        load_product(path)
    assert rejected.value.line == 1


def test_other_encodings_are_told_from_bad_toml(shelf: Path) -> None:
    """A file that Notepad saved as GBK is told to be saved as UTF-8; a byte-order mark is fine."""
    path = _written(shelf)
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.encode("gbk"))
    with pytest.raises(ProductNotUtf8):
        load_product(path)
    path.write_bytes(text.encode("utf-8-sig"))
    assert load_product(path).facts.name == "赣南脐橙"


def test_what_is_not_there_is_named(shelf: Path) -> None:
    """A missing file, a folder in its place and a missing or broken picture each say so."""
    with pytest.raises(ProductMissing):
        load_product(shelf / "nowhere.toml")
    with pytest.raises(ProductMissing):
        load_product(shelf)
    assert isinstance(_rejection(shelf, image='"nowhere.png"'), ImageMissing)
    assert isinstance(_rejection(shelf, image='"broken.jpg"'), ImageUnreadable)


def test_every_refusal_can_be_said_in_chinese(shelf: Path) -> None:
    """A farmer who reads Chinese gets a Chinese sentence, its reason included."""
    sentence = words("zh").explain(_rejection(shelf, price='"¥39.90"'))
    assert not re.search(r"[a-z]{3,} [a-z]{3,}", sentence)
    assert "¥39.90" in sentence


_DOCUMENT = Path(__file__).parents[2] / "docs" / "product.md"


def test_the_document_explains_every_key_and_no_other() -> None:
    """docs/product.md has a row for each key, says which are optional, and states the lengths."""
    text = _DOCUMENT.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*)$", text, flags=re.MULTILINE))
    assert list(rows) == [*REQUIRED, *OPTIONAL]
    assert {key for key, row in rows.items() if row.startswith("Optional.")} == set(OPTIONAL)
    assert all(f"1 to {most} characters" in rows[key] for key, most in LONGEST.items())


def test_the_example_in_the_document_can_be_used(shelf: Path) -> None:
    """The example is a product file that loads."""
    text = _DOCUMENT.read_text(encoding="utf-8")
    example = text.partition("```toml\n")[2].partition("```")[0]
    path = shelf / "example.toml"
    path.write_text(example.replace("oranges.jpg", "oranges.png"), encoding="utf-8")
    assert load_product(path).facts.old_price == Decimal("49.90")
