"""What tests share: the toy encoder, scripted servers, the page in a browser, exchanges, rendered HTML."""
