"""Values of the model as people and scripts see them: words, text, JSON."""
