"""jx: its words, its output and its reports."""
