"""Documents that arrive through the web: checked names, files kept safely, indexed in the background."""
