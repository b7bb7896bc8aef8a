"""Bodies of the pages' requests, typed; sums are read as people type them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from flask import request
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from app.domain.amount import read_amount
from app.errors import InboundRefused

Click = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,64}$")]
Title = Annotated[str, StringConstraints(max_length=255, strip_whitespace=True)]
Reason = Annotated[str, StringConstraints(max_length=1000, strip_whitespace=True)]
Code = Annotated[str, StringConstraints(max_length=100)]
# read_amount raises DomainError, a sentence for the user, which pydantic lets through.
Roubles = Annotated[Decimal, BeforeValidator(lambda value: read_amount(str(value)))]
Body = TypeVar("Body", bound=BaseModel)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class NewAct(_Strict):
    request: Click
    title: Title = ""
    amount: Roubles
    is_last: bool = False


class Sending(_Strict):
    request: Click
    contact_id: int


class Voiding(_Strict):
    reason: Reason = ""


class Reissuing(_Strict):
    request: Click
    title: Title = ""
    amount: Roubles


class Decision(_Strict):
    decision: Literal["sent", "again"]


class Paying(_Strict):
    request: Click
    amount: Roubles


def read(kind: type[Body]) -> Body:
    """The JSON body of the request. Raises InboundRefused that names the fields, DomainError for a sum."""
    body: Any = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise InboundRefused("Тело запроса — не объект JSON.", 400)
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        fields = ", ".join(sorted({".".join(map(str, part["loc"])) for part in error.errors()}))
        raise InboundRefused(f"Проверьте поля: {fields}.", 400) from None
