import type { Notify } from '../core/notices';
import * as say from '../core/sentences/notices';
import type { Incident } from '../incidents/incident';
import type { FoundIncident, LostTarget } from '../incidents/merge';

/** What was found, after showing what of it is not in the result. */
export function withGapsShown(found: readonly FoundIncident[], notify: Notify): readonly FoundIncident[] {
	for (const { incident, lost } of found) showGaps(incident, lost, notify);
	return found;
}

function showGaps({ id, alerts }: Incident, lost: LostTarget | undefined, notify: Notify): void {
	if (alerts === 'unavailable') notify({ topic: 'alertsUnavailable', text: say.alertsUnavailable(id) });
	if (lost !== undefined) notify({ topic: 'redirects', text: say.redirectLost(id, lost) });
}
