"""Looking after a knowledge base: intake, index, backup, quality."""
