"""Word, OpenDocument, PowerPoint and spreadsheets become blocks of canonical text."""
