"""The check of drafts and of stored documents."""
