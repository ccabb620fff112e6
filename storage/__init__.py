"""What we remember. Knows nothing of conversations or of the outside world."""
