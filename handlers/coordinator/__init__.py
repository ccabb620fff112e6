"""A district's coordination team: who belongs to it, what it announces."""
