/** The output of `npm run prove:trigger -- --help`; the script needs it before anything is installed, the program later. */
export const USAGE = `Usage: npm run prove:trigger [-- <options>]

Plays a history of changes, faults and crashes in the practice tenant while n8n's own engine
polls the Incident Trigger over HTTP. A checker without any code of the trigger compares the
tenant's journal with the items. The exit code is 1 if a change was lost, or reported twice
without a crash.

Options:
  --seed <number>     a different history (the same seed creates the same history; default 1)
  --changes <number>  number of changes (default 300)
  --json              print the result as JSON on stdout and progress on stderr
  --help              show this text
`;
