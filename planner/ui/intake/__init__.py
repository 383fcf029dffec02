"""Parts of the Data page about what came in: the upload, meanings of headings, problems, the account, what is to be known."""
