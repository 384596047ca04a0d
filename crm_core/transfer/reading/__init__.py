"""Files as rows: whatever a spreadsheet program or another CRM wrote, read with bounded memory."""
