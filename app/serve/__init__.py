"""The embedded way to run: one command under a supervisor that restarts the dead and ends its children with itself."""
