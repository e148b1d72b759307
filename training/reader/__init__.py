"""The reader: pairs of question and text from a grammar, training from packaged weights, and the model card."""
