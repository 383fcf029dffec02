"""Why no plan exists: which requirements clash, proven with none of them to spare."""
