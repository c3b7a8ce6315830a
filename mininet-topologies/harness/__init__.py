"""The harness: brings a network up, sends benign and attack traffic, measures at the victim, cleans up."""
