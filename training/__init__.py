"""Data, scripts and model card of the reader, the model that judges whether a text answers a question."""
