"""What is missing on this machine, step by step, and what to do about it."""
