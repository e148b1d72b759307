"""Names in follow-ups: which one a phrase means, and the last question asked of another one."""
