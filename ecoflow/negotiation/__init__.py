"""Questions a negotiator asks of drafts: what would these terms have paid?"""
