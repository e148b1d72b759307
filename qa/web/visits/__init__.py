"""A visitor's conversation, uploads and judgements."""
