"""The official forms as data (layouts/*.toml), and the builder of their workbooks."""
