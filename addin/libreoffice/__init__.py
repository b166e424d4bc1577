"""LibreOffice Calc: the extension with the worksheet functions, and an xlwings engine over its UNO interface."""
