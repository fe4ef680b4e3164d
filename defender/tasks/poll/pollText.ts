import { counted, type Sentence } from '../../core/sentence';

export function pollTooLong(seconds: number): Sentence {
	return {
		message: `Reading the incidents took longer than the ${counted(seconds, 'second')} that n8n gives a poll`,
		description:
			'Nothing was skipped: the next poll starts at the same place. If this stays, let other automations of this tenant call Defender less often, or narrow Filters by severity or status.',
	};
}

export function nothingToShow(): Sentence {
	return {
		message: 'No incident matches the filters right now',
		description:
			'The manual run looks for the newest incident that matches Filters, and found none. Relax the filters to see an item; when the workflow is active, the trigger waits for the next one.',
	};
}

/** @param message what stood in the way */
export function notAtStart(message: string): string {
	return `Incident Trigger could not look for incidents when n8n started, and tries again with its next poll: ${message}`;
}

/** Texts that the next item carries when the trigger may say less than expected. */
export const REMARKS = {
	startedAnew:
		'The trigger started anew: its memory was of another tenant, API or version. Incidents from before were not reported.',
	forgot:
		'More incidents changed within Look Back than the trigger can remember, so it looks back less far for the time being.',
} as const;
