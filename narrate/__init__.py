"""Give it anything worth reading, and it gives one MP3 worth listening to."""
