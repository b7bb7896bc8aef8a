"""The host Bitrix24, and the only place that knows its names."""
