/** A remark about a valid result, shown as an n8n execution hint. */
export interface Notice {
	/** Subject of the remark. Each feature has its own; a hint appears once per topic, however many items cause it. */
	readonly topic: string;
	readonly text: string;
}

/** Collects notices while a task runs. */
export type Notify = (notice: Notice) => void;
