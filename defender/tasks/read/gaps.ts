import type { Notify } from '../../core/notices';
import * as say from '../../core/sentences/noticeText';
import { truncated } from '../../core/sentences/truncatedText';
import type { Incident } from '../../incidents/incident';
import type { ResolvedIncident, NoTargetReason } from '../../incidents/merge';
import { visibleTruncations } from '../../incidents/truncation';

/** What was found, after showing what of it is not in the result. */
export function withGapsShown(
	found: readonly ResolvedIncident[],
	notify: Notify,
): readonly ResolvedIncident[] {
	for (const { incident, noTarget: lost } of found) showGaps(incident, lost, notify);
	return found;
}

function showGaps(incident: Incident, lost: NoTargetReason | undefined, notify: Notify): void {
	const { id, alerts } = incident;
	if (alerts === 'unavailable') notify({ topic: 'alertsUnavailable', text: say.alertsUnavailable(id) });
	showTruncated(incident, notify);
	if (lost !== undefined) notify({ topic: 'redirects', text: say.redirectLost(id, lost) });
}

/** Shows which collections inside an incident are not whole. */
export function showTruncated(incident: Incident, notify: Notify): void {
	for (const [collection, why] of Object.entries(visibleTruncations(incident)))
		notify({ topic: 'truncated', text: truncated(incident.id, collection, why) });
}
