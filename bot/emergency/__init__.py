"""The text layer of the emergency guard: what a message is about, learned from the examples beside it."""
