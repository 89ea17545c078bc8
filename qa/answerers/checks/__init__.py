"""What can be said against a claim by comparing it with its sentences, each check in a module of its own."""
