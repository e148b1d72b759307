"""How well sentences of a language model are told apart by the quotes they cite."""
