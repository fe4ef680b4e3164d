/** What `npm run tenant -- --help` prints; the script needs it before anything is installed, the tenant after. */
export const USAGE = `Usage: npm run tenant [-- <options>]

Starts the practice tenant on this computer, in place of Microsoft Defender XDR and Microsoft Entra ID;
prints its addresses and credentials, and runs until Ctrl+C.

Options:
  --port <number>      a port of your choice (default: one that is free)
  --seed <number>      another practice tenant (the same seed gives the same tenant; default 1)
  --scenario <name>    something that happens: ransomware, business-email-compromise, merge-storm,
                       throttled-hour or outage
  --speed <number>     so many times as fast as real time, 0.1 to 3600 (default 1)
  --callback <url>     n8n's OAuth redirect address, for sign-ins of users
                       (default http://localhost:5678/rest/oauth2-credential/callback)
  --help               this text
`;
