"""The library's functions; their public face is the package addin itself."""
