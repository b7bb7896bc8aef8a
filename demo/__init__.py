"""The acts' story, played on a sandbox portal through HTTP alone: `make demo`."""
