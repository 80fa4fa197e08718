"""Shops of stations, for tests."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from vidcommerce.db import new_id
from vidcommerce.offers.tables import ShopRow


def shop_row(session: Session, station_id: str, **columns: Any) -> ShopRow:  # noqa: ANN401 - columns of any type
    """Add a shop of a station: at shop.example, to which addresses are typed, unless told."""
    told: dict[str, Any] = {
        "kind": "template",
        "name": "Shop",
        "host": "shop.example",
        "template": "https://shop.example/cart?sku={item}&n={quantity}",
        "created_at": 1,
    }
    row = ShopRow(id=new_id(), station_id=station_id, **(told | columns))
    session.add(row)
    session.flush()
    return row
