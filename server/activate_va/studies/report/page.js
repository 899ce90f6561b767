// Sorts a table by the column whose heading is clicked: highest first, then lowest first; names the other way round.
// Without this script headings are plain text and nothing speaks of sorting.
for (const hint of document.querySelectorAll('.sorts')) hint.hidden = false;

for (const table of document.querySelectorAll('table.sortable')) {
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const button = document.createElement('button');
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener('click', () => {
      const rows = [...table.tBodies[0].rows];
      const numeric = rows.every((row) => row.cells[column].dataset.value !== undefined);
      const before = heading.getAttribute('aria-sort');
      const descending = before === null ? numeric : before === 'ascending';
      const of = (row) => (numeric ? Number(row.cells[column].dataset.value) : row.cells[column].textContent);
      const order = (a, b) => (numeric ? of(a) - of(b) : of(a).localeCompare(of(b), 'en', { numeric: true }));
      rows.sort((a, b) => (descending ? -order(a, b) : order(a, b)));
      table.tBodies[0].append(...rows);
      table.dataset.sorted = '';
      headings.forEach((other) => other.removeAttribute('aria-sort'));
      heading.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
    });
  });
}
