"""Training of what the index ships: the static model, the model of marks, the ranker."""
