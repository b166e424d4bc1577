"""What acts on a whole form or workbook: reading forms, checking them, recomputing them, reporting."""
