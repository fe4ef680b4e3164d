/** What `npm run prove:trigger -- --help` prints; the script needs it before anything is installed, the proof after. */
export const USAGE = `Usage: npm run prove:trigger [-- <options>]

Lets the practice tenant live a history of changes, faults and crashes while the Incident
Trigger is polled over HTTP through n8n's own engine. A checker that knows nothing of the
trigger compares the tenant's journal with the items. Ends with 1 when a change was lost, or
told twice without a crash.

Options:
  --seed <number>     another history (the same seed gives the same one; default 1)
  --changes <number>  how many changes are made (default 300)
  --json              the result as JSON on stdout, progress on stderr
  --help              this text
`;
