"""All tables of the database, imported so that SQLAlchemy and Alembic know them."""

from __future__ import annotations

from sqlalchemy import MetaData

import vidcommerce.accounts.tables
import vidcommerce.clearing.tables
import vidcommerce.clips.tables
import vidcommerce.comments.tables
import vidcommerce.flags.tables
import vidcommerce.insights.tables
import vidcommerce.offers.tables
import vidcommerce.products.tables
import vidcommerce.publishing.tables
import vidcommerce.reviews.tables
import vidcommerce.studio.tables
import vidcommerce.webhooks.tables  # noqa: F401 - see above
from vidcommerce.db import Base


def all_tables() -> MetaData:
    """Return the tables that the models describe."""
    return Base.metadata
