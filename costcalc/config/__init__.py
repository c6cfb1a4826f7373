"""The configuration of a repository: its prompts, its budgets, its exemptions."""
