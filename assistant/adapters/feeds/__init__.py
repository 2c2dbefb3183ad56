"""Where adverts come from: one reader for each kind of feed."""
