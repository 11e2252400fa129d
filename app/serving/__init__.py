"""What keeps answering fast while the knowledge base changes."""
