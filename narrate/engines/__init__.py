"""Engines, one adapter a file; `open_engine` picks one by name."""
