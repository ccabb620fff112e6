"""What several personas do in one and the same way: keep a report, tell its author."""
