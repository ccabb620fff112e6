"""Pure decisions that several personas share: no database, no clock, no words."""
