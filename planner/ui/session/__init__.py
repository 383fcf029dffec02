"""What a session of the app remembers: desks, drafts, plans and rosters, and the files behind them."""
