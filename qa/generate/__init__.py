"""Fluent answers by a language model: it may rephrase the quotes, and every sentence is proved or removed."""
