"""Read tables of numbers by the alignment of their texts, whatever rules a page draws."""
