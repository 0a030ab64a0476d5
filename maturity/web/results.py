"""Results that are kept: written from a frozen dataclass with a version, and read as that dataclass again.

A result is kept so that a page need not wait for it, never because it could not be had again. So nothing reads a row of
another version by guesswork: it reads as None, and whoever shows it asks for it to be worked out anew.
"""

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec
from django.db import models
from django.db.models.fields.json import KeyTransform

Kept = TypeVar("Kept")

if TYPE_CHECKING:
    Base = models.JSONField[Any, Any]
else:
    Base = models.JSONField


class Envelope(msgspec.Struct):
    """What a row holds. Rows from before there were versions have neither field."""

    version: int = 0
    result: msgspec.Raw = msgspec.Raw()


class ResultField(Base, Generic[Kept]):
    """A column of JSON that holds a dataclass; raise ``version`` whenever the dataclass or its meaning changes."""

    if TYPE_CHECKING:

        def __get__(self, instance: Any, owner: Any) -> Kept | None: ...  # type: ignore[override]

        def __set__(self, instance: Any, value: Kept) -> None: ...

    def __init__(self, kind: type[Kept], *, version: int, **options: Any) -> None:
        self.kind, self.version = kind, version
        super().__init__(**options)

    def deconstruct(self) -> Any:
        """The database knows a column of JSON and nothing of what is in it, so no version needs a migration."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.JSONField", arguments, options

    def clone(self) -> "ResultField[Kept]":
        _name, _path, _arguments, options = self.deconstruct()
        return type(self)(self.kind, version=self.version, **options)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, self.kind):
            value = {"version": self.version, "result": msgspec.to_builtins(value, str_keys=True)}
        return super().get_prep_value(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None or isinstance(expression, KeyTransform):
            return super().from_db_value(value, expression, connection)
        return self.read(value)

    def read(self, text: str) -> Kept | None:
        """The result that a row holds; None where it is of another version, or of another shape than its version's."""
        try:
            kept = msgspec.json.decode(text, type=Envelope)
            return msgspec.json.decode(kept.result, type=self.kind) if kept.version == self.version else None
        except msgspec.DecodeError:
            return None

    def value_to_string(self, obj: models.Model) -> Any:
        return self.get_prep_value(self.value_from_object(obj))
