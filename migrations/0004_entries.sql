-- What is no cell is found by its name: which base a sheet had, how a row was formatted. Few of a log's entries are of that kind.
create index cell_changes_entries on cell_changes (workbook_id, sheet, root, entry, seq) where row_id = -1;
