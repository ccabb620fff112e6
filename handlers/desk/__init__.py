"""The duty desk (dyżurny), where it takes part: urgent reports only."""
