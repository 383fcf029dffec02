"""How long what is kept stays, and its deletion: the content goes, the audit holds, a signed certificate says what went."""
