"""Outer sources of data for BI («BI-аналитика»): connectors, sources, datasets. Nothing is fetched from them."""
