/** What `npm start -- --help` prints; the script needs it before anything is installed, the demonstration after. */
export const USAGE = `Usage: npm start [-- <options>]

Starts the practice tenant on a free local port and runs playbooks/incident-triage.json
against it in n8n's own engine; prints what each step did and stops by itself.

Options:
  --seed <number>  another practice tenant (the same seed gives the same tenant; default 1)
  --json           the result as JSON on stdout, progress on stderr
  --help           this text
`;
