"""What the knowledge base holds: the model, its vocabularies, the catalogue, the register of units, the bundled documents."""
