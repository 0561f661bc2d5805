"""One settlement, many papers: terminal, JSON, Markdown, HTML; words in Chinese and English."""
