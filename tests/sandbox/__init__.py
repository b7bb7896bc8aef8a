"""Tests of the sandbox portal, over HTTP."""
