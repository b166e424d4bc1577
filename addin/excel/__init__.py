"""Excel: VBA and ribbon as text, packing them, and putting the add-in into a user's Excel."""
