"""How a sentence orders: its core, the clause that holds it, its subject, its modal word and its verb."""
