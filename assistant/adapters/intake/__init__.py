"""Files that somebody else wrote, looked at before anything is read out of them."""
