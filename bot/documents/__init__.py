"""Files that we make ourselves."""
