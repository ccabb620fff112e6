"""Files in and out: what they are (sniffed, not believed), what is taken out of them, where their bytes live."""
