"""A form and its scheme → what each row deserves, and the findings."""
