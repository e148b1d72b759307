"""Text: normalization, languages, sentences and patterns."""
