/** The output of `npm run bench -- --help`; the script needs it before anything is installed, the program later. */
export const USAGE = `Usage: npm run bench [-- <options>]

Compares this package with the HTTP Request node (and Split Out) and with a bare fetch: time,
memory, requests and bytes. The service is a server with finished responses on this computer.
All jobs take about an hour. Memory is measured on Linux only.

Options:
  --job <name>    only this job (list5000, list1000, get200, get200throttled, update200,
                  hunt100000, hunt100000longs, idlePoll, get500); can be repeated
  --pairs <n>     measurements of each way (default 5)
  --grow          also 100, 1,000, 10,000 and 50,000 incidents and rows
  --n8n           in a real n8n, which npm run test:n8n installs
  --json <file>   write the figures as JSON
  --readme        write the table to docs/performance.md
  --help          show this text
`;
