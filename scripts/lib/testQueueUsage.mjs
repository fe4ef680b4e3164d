/** The output of `npm run test:queue -- --help`; the script needs it before anything is installed, the program later. */
export const USAGE = `Usage: npm run test:queue [-- <options>]

Starts Redis, PostgreSQL, and n8n in queue mode: one main, two workers and a webhook processor, with
the packed package, against the practice tenant. A trigger and a webhook start executions. Meanwhile
a worker and the main are killed, and Redis is restarted. Then both workers are killed while a batch
is running. Prints what was lost and repeated. The exit code is 1 if a delivery was lost or repeated
without a mark where the README excludes it.

Needs the Debian packages redis-server and postgresql. Takes about 15 minutes.

Options:
  --executions <number>  number of executions, half by trigger, half by webhook (default 300)
  --json                 print the result as JSON on stdout and progress on stderr
  --help                 show this text
`;
