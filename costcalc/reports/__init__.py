"""From a result to the report that every format shows: the JSON document, the tables, the notes."""
