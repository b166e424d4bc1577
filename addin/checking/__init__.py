"""A path → what is said of it: files found, read, judged and recomputed, one or many."""
