"""A PDF file as it is: its metadata, what its pages draw and what lies on them, before it is read."""
