"""Pure functions from what is known to HTML; every text of a document or a visitor is escaped here."""
