"""The text of the factsheets in `corpus/factsheets`, and the script that makes them."""
