"""Others' price data as sheets: one module a source, each a pure function from what it publishes to records and problems."""
