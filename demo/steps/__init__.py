"""The chapters of the acts' story: each step is a function whose docstring is the sentence that people read."""
