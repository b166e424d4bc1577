"""The .xlsx and .xlsm file, part by part: the container, its parts, cells read and cells written."""
