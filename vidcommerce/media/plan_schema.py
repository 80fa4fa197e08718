"""The JSON Schema of plans, for whoever reads or writes them in another language.

``python -m vidcommerce.media.plan_schema`` prints it; the studio's TypeScript types are made from
what it prints.
"""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from vidcommerce.media.plan import EditPlan

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class _Types(GenerateJsonSchema):
    """Types have titles, their keys have none: a title would become a type of its own."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - the base's
        return False


def schema_text(kind: type = EditPlan) -> str:
    """Return the JSON Schema (2020-12) of a kind of document as it is written: a price is a string.

    It says which keys and types there are, no more: what must hold between them is checked by
    the types themselves, EditPlan above all. With a final newline.
    """
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    made = adapter.json_schema(mode="serialization", schema_generator=_Types)
    return json.dumps({"$schema": _DIALECT, **made}, indent=2) + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.write(schema_text())
