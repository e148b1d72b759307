"""Phrases of questions: what a follow-up leaves out, what it replaces, and several questions in one."""
