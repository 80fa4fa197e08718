"""The JSON Schema of what the studio's page and the service say to each other.

``python -m vidcommerce.studio.schema`` prints it; the page's TypeScript types are made from it.
"""

from __future__ import annotations

from vidcommerce.media.plan_schema import schema_text
from vidcommerce.studio.document import Exchange


def studio_schema_text() -> str:
    """Return the schema as the file that is kept, with a final newline."""
    return schema_text(Exchange)


if __name__ == "__main__":
    import sys

    sys.stdout.write(studio_schema_text())
