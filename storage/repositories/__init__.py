"""Typed access, one file per noun; the only callers of ``queries/``.

Each repository is bound to something that can be read (`Rows`) or to a unit (`Writer`).
"""

FOREVER = 2**62
"""Stands for "no end" where SQL compares (an `until` that is NULL), so that no query needs an OR."""
