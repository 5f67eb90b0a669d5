"""The page, the feed and the files of one folder, for the phone in the same network."""
