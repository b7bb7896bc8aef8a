"""Chaos («Хаос»): everything is killed and every answer may fail; nothing is lost, nothing done twice."""
