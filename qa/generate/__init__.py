"""Fluent answers by a language model: it may rephrase what was quoted, and every sentence is proved or removed."""
