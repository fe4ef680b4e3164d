/** Microsoft's message in terms of the user's own text. */
export interface RewordedMessage {
	readonly message: string;
	/** What to do about it; undefined if the message contains nothing to base advice on. */
	readonly advice: string | undefined;
}
