"""Draw tables in many layouts, and measure which of their cells are read with the right labels."""
