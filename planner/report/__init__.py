"""What leaves the programme as a document: the Excel workbook of a plan and of a comparison."""
