"""The base methods: who am I, what can I, which events, options."""
