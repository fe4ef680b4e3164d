/** The output of `npm run tenant -- --help`; the script needs it before anything is installed, the program later. */
export const USAGE = `Usage: npm run tenant [-- <options>]

Starts the practice tenant on this computer, in place of Microsoft Defender XDR and Microsoft Entra ID.
Prints its addresses and credentials, and runs until Ctrl+C.

Options:
  --port <number>      the port (default: any free port)
  --seed <number>      a different practice tenant (the same seed creates the same tenant; default 1)
  --scenario <name>    a scenario to play: ransomware, business-email-compromise, merge-storm,
                       throttled-hour or outage
  --speed <number>     speed of the scenario as a multiple of real time, 0.1 to 3600 (default 1)
  --callback <url>     n8n's OAuth redirect URL, for user sign-ins
                       (default http://localhost:5678/rest/oauth2-credential/callback)
  --help               show this text
`;
