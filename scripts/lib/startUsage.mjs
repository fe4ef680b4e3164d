/** The output of `npm start -- --help`; the script needs it before anything is installed, the program later. */
export const USAGE = `Usage: npm start [-- <options>]

Starts the practice tenant on a free local port, runs playbooks/incident-triage.json against it
in n8n's own engine, prints the result of each step, and stops.

Options:
  --seed <number>  a different practice tenant (the same seed creates the same tenant; default 1)
  --json           print the result as JSON on stdout and progress on stderr
  --help           show this text
`;
