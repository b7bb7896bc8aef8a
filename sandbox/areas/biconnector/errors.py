"""The host's words about BI connectors (api-reference/biconnector/): its errors come with status 200."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from sandbox.errors import HostError


def _told(code: str, words: str) -> HostError:
    return HostError(code, words, HTTPStatus.OK)


def no_id() -> HostError:
    return _told("VALIDATION_ID_NOT_PROVIDED", "ID is missing.")


def wrong_id() -> HostError:
    return _told("VALIDATION_INVALID_ID_FORMAT", "ID has to be a positive integer.")


def no_fields() -> HostError:
    return _told("VALIDATION_FIELDS_NOT_PROVIDED", "Fields not provided.")


def unknown(names: Iterable[str]) -> HostError:
    return _told("VALIDATION_UNKNOWN_PARAMETERS", f"Unknown parameters: {', '.join(names)}")


def required(name: str) -> HostError:
    return _told("VALIDATION_REQUIRED_FIELD_MISSING", f'Field "{name}" is required.')


def read_only(name: str) -> HostError:
    return _told("VALIDATION_READ_ONLY_FIELD", f'Field "{name}" is read only.')


def immutable(name: str) -> HostError:
    return _told("VALIDATION_IMMUTABLE_FIELD", f'Field "{name}" is immutable.')


def wrong_type(name: str, kind: str) -> HostError:
    return _told("VALIDATION_INVALID_FIELD_TYPE", f'Field "{name}" must be of type {kind}.')


def not_allowed(name: str, place: str) -> HostError:
    return _told(f"VALIDATION_FIELD_NOT_ALLOWED_IN_{place.upper()}", f'Field "{name}" is not allowed in the "{place}".')


def not_an_array(place: str) -> HostError:
    return _told(f"VALIDATION_{place.upper()}_TYPE", f'Parameter "{place}" must be array.')


def not_found(kind: str) -> HostError:
    return _told(f"{kind.upper()}_NOT_FOUND", f"{kind.title()} was not found.")


def settings_incomplete() -> HostError:
    words = 'Settings must include "type", "name" and "code" fields.'
    return _told("VALIDATION_SETTINGS_MISSING_REQUIRED_FIELDS", words)


def settings_too_long(name: str) -> HostError:
    words = f'Parameter "{name}" must be less than 512 characters.'
    return _told(f"VALIDATION_SETTINGS_{name.upper()}_TOO_LONG", words)


def settings_wrong_type() -> HostError:
    return _told("VALIDATION_SETTINGS_INVALID_TYPE", 'Parameter "type" is not correct.')


def connector_in_use() -> HostError:
    words = "Connector cannot be removed. Remove the connections related to the connector first."
    return _told("CONNECTOR_DELETE_RESTRICTED", words)


def source_in_use() -> HostError:
    return _told("BX_ERROR", "Cannot delete source. Delete all related datasets first.")


def dataset_exists() -> HostError:
    return _told("DATASET_ALREADY_EXIST", "Dataset with this name already exists.")


def dataset_name_wrong() -> HostError:
    words = (
        "Dataset name has to start with a lowercase Latin character. "
        "Possible entry includes lowercase Latin characters (a-z), numbers (0-9) and underscores."
    )
    return _told("VALIDATION_DATASET_NAME_INVALID", words)


def dataset_name_too_long() -> HostError:
    return _told("VALIDATION_DATASET_NAME_TOO_LONG", "Dataset name must not exceed 230 characters.")


def use_fields_update() -> HostError:
    words = 'Use the method "biconnector.dataset.fields.update" to update the dataset fields.'
    return _told("INVALID_METHOD", words)


def column_incomplete(*, added: bool) -> HostError:
    tail = 'required parameters: "name", "externalCode" and "type".'
    if added:
        return _told("VALIDATION_FIELD_ADD_MISSING_REQUIRED_FIELDS", f"Field to be added must include the {tail}")
    return _told("VALIDATION_FIELD_MISSING_REQUIRED_PARAMETERS", f"Field must include the {tail}")


def column_update_incomplete() -> HostError:
    words = 'Field to be updated must include the required parameters: "id" and "visible".'
    return _told("VALIDATION_FIELD_UPDATE_MISSING_REQUIRED_FIELDS", words)


def column_delete_wrong() -> HostError:
    return _told("VALIDATION_FIELD_DELETE_INVALID_ID", "ID to be deleted must be a positive integer.")


def column_name_wrong() -> HostError:
    words = (
        'Field "name" has to start with an uppercase Latin character. '
        "Possible entry includes uppercase Latin characters (A-Z), numbers (0-9) and underscores."
    )
    return _told("VALIDATION_FIELD_NAME_INVALID_FORMAT", words)


def column_name_too_long() -> HostError:
    return _told("VALIDATION_FIELD_NAME_TOO_LONG", 'Field "name" must not exceed 32 characters.')


def column_wrong_type() -> HostError:
    return _told("VALIDATION_FIELD_INVALID_TYPE", "Invalid field type.")


def doubled(name: str, values: Iterable[str]) -> HostError:
    return _told(
        f"VALIDATION_DUPLICATE_FIELD_{name.upper()}",
        f'Duplicate values found in the "{name}" parameter: {", ".join(values)}',
    )


def exists(name: str, values: Iterable[str]) -> HostError:
    parameter = "externalCode" if name == "code" else name
    words = f'The following "{parameter}" values already exist in the current fields: {", ".join(values)}'
    return _told(f"VALIDATION_DUPLICATE_EXIST_{name.upper()}", words)
