"""Read all files of folders: what is refused and why, what it costs, and which words are lost."""
