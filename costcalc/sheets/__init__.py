"""Price sheets and models: their schema, reading and validating them, and the book that answers questions."""
