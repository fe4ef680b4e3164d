/** Which of the two APIs a credential is for. */
export type PracticeApi = 'graph' | 'legacy';

/** What a token for each API is made for. */
export const AUDIENCES: Readonly<Record<PracticeApi, string>> = {
	graph: 'https://graph.microsoft.com',
	legacy: 'https://api.security.microsoft.com',
};
