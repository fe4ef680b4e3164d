/** @param date first day without hunting, in ISO 8601 */
export function apiEnds(date: string): string {
	return `Hunting on the Microsoft 365 Defender API (legacy) stops on ${date}. No end date has been announced for its incidents. Choose Microsoft Graph as API in the credential before then; docs/moving-to-graph.md of this package lists what changes.`;
}
