"""rest.documentation.openapi and rest.scope.list: what REST 3.0 has on this portal (rest-v3.md#openapi)."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call
from sandbox.v3.calls import METHODS, Bare, ThirdMethod, method
from sandbox.v3.dto import Field

JSON_SCHEMA: dict[str, dict[str, str]] = {
    "int": {"type": "integer"},
    "string": {"type": "string"},
    "bool": {"type": "boolean"},
    "datetime": {"type": "string", "format": "date-time"},
    "array": {"type": "array"},
    "object": {"type": "object"},
}


@method("rest.documentation.openapi")
@method("documentation")
def openapi(_call: Call) -> Bare:
    modules = sorted({_module(name) for name in METHODS})
    return Bare(
        {
            "openapi": "3.0.0",
            "info": {"title": "Bitrix24 REST V3 API", "version": "1.0.0"},
            "tags": [{"name": module, "description": f"{module} module methods"} for module in modules],
            "paths": {f"/{name}": {"post": _operation(METHODS[name])} for name in sorted(METHODS)},
            "components": {"schemas": {"Error": _object({"error": {"type": "object"}}, ["error"])}},
        }
    )


@method("rest.scope.list")
def scope_list(_call: Call) -> dict[str, Any]:
    """The docs name the method and what it tells, not its form: the form is a guess."""
    return {name: found.scope for name, found in sorted(METHODS.items()) if found.scope}


def _module(name: str) -> str:
    return name.partition(".")[0] if "." in name else "rest"


def _operation(found: ThirdMethod) -> dict[str, Any]:
    required = [field.name for field in found.takes if field.required]
    body = _object({field.name: _schema(field) for field in found.takes}, required)
    result = _object({"result": {"type": "object"}, "time": {"type": "object"}}, ["result"])
    return {
        "tags": [_module(found.name)],
        "operationId": found.name,
        "requestBody": {"content": {"application/json": {"schema": body}}},
        "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": result}}}},
    }


def _schema(field: Field) -> dict[str, Any]:
    return {**JSON_SCHEMA[field.type], **({"items": {}} if field.type == "array" else {})}


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}
