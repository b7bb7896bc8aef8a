"""Background work: the drain of inbox and outbox, the sweep that looks anyway, the bell that wakes them."""
