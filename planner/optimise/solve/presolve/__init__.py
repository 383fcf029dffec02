"""Making a problem smaller without losing an optimum: options that another one dominates, people who are alike."""
