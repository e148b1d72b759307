"""Answer from the fields of tables that several documents have."""
