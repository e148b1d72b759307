"""Charts of what an answer's table quotes: amounts as bars, years on a line, states as dots."""
