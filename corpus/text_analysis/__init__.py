"""Analysis of text: normal forms, sentences, and what small texts are by their wording."""
