"""Findings: code, file:line:col, sentence, hint; in Chinese and English."""
