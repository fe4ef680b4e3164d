import type { Notify } from '../../core/notices';
import { truncated } from '../../core/sentences/truncatedText';
import type { Incident } from '../../incidents/incident';
import type { ResolvedIncident } from '../../incidents/merge';
import { visibleTruncations } from '../../incidents/truncation';
import * as say from './readText';

/** Reports what is missing in the incidents of a result: alerts, parts of collections, targets of merges. */
export function showGaps(found: readonly ResolvedIncident[], notify: Notify): void {
	for (const { incident, noTarget } of found) {
		const { id, alerts } = incident;
		if (alerts === 'unavailable') notify({ topic: 'alertsUnavailable', text: say.alertsUnavailable(id) });
		showTruncated(incident, notify);
		if (noTarget !== undefined) notify({ topic: 'redirects', text: say.mergedWithoutTarget(id, noTarget) });
	}
}

/** Reports the collections of an incident that arrived only in part. */
export function showTruncated(incident: Incident, notify: Notify): void {
	for (const [collection, why] of Object.entries(visibleTruncations(incident)))
		notify({ topic: 'truncated', text: truncated(incident.id, collection, why) });
}
