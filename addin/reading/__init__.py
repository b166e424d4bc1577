"""A grid of cells → the forms on it: vocabulary as data, heading, money, table, foot."""
