"""The pages of a PDF become lines, paragraphs, tables and headings, and pictures with a mark."""
