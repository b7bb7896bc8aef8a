"""Our database: portals and tokens, inbox, documents, history, mirror, outbox."""
