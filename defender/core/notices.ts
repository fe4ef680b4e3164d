/**
 * Soft information about a result that is right but needs a remark: shown as an n8n execution hint, once per `topic` and
 * execution however many items cause it.
 */
export interface Notice {
	readonly topic:
		| 'orderNotHonoured'
		| 'filteredHere'
		| 'filterIgnored'
		| 'providerMissing'
		| 'alertsUnavailable'
		| 'truncated'
		| 'scanStopped'
		| 'timeRange'
		| 'redirects'
		| 'slowReading'
		| 'rowLimit'
		| 'numbersAsText'
		| 'notFinite'
		| 'parameters'
		| 'manyHunts'
		| 'timeRange'
		| 'windowOpen'
		| 'malformedRows'
		| 'malformedIncidents'
		| 'apiEnds';
	readonly text: string;
}

/** Collects notices while a task runs. */
export type Notify = (notice: Notice) => void;
