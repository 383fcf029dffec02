"""One package a decree, with the rules that decrees share: what is eligible, what it pays, and why not."""
