"""Readers, one a form; `read_article` picks one by looking."""
