"""The arithmetic of 绩效自评: targets, scores, totals and the schemes (口径) that rule them.

Values in, values out: no file, no spreadsheet, no clock. What a cell formula can ask is answered here.
"""
