"""部门决算公开: the nine published tables of a department's accounts, the narrative beside them, and the forms.

grids (addin.grid.Grid) → tables (read) → identities and the search for the wrong figure (judge) → findings;
paragraphs → sentences → findings (text); links between forms, tables and text (links). Nothing here opens a file but
text.files; addin.accounts.checking puts the parts together for a folder.
"""
