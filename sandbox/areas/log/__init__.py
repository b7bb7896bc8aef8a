"""The live feed («Лента»)."""
