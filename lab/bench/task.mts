/** The task of a measuring process. */
export interface Task {
	/** `ours`: Run Hunting Query. `splitOut`: HTTP Request and Split Out. `parse`: fetch and JSON.parse, without n8n. */
	readonly way: 'ours' | 'splitOut' | 'parse';
	/** Where the answer lies without a sign-in. */
	readonly plainUrl: string;
	/** Fields of the credential for the practice tenant. */
	readonly credential: Record<string, string>;
}

/** Its result; memory in MB of resident set. */
export interface Measured {
	readonly items: number;
	readonly milliseconds: number;
	/** When the way began: n8n loaded, nothing run, garbage collected. */
	readonly before: number;
	/** The highest while the way ran; rows are held to the end. */
	readonly peak: number;
}
