"""Text becomes the units that are counted: words, syllables, pairs."""
