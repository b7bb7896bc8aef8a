"""A Bitrix24 portal for people without one: REST, OAuth, events, data. Knows nothing of the app («песочница»)."""
